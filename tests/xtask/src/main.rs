//! The project's own commands: `cargo xtask test` passes every test, `hostile` judges the corpus of hostile
//! programs, `fuzz` makes inputs that nobody has written; each sets up what it needs first.

mod bench;
mod model;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};

const USAGE: &str = "\
usage: cargo xtask test [--without-compilers]
       cargo xtask test --model
       cargo xtask hostile [--filter TEXT] [--json] [--store] [--without-compilers]
       cargo xtask hostile --mutants [--filter TEXT] [--jobs N]
       cargo xtask hostile --canaries N
       cargo xtask fuzz [TARGET]... [--runs N] [--seed S] [--seconds T] [--replay FILE]
       cargo xtask bench [--quick] [--json | --markdown] [--only TASK]... [--record]
       cargo xtask numpy-tests [--filter TEXT] [--jobs N] [--fast] [--json]

    test      formatting, lints, and every test; with `--model` only a campaign of 53 trials with a small model,
              for which it installs llama.cpp's server and the model into target/model
    hostile   judges every hostile program of tests/hostile between honest ones, and says what became of it;
              fails if one is not contained, or for another reason than it is owed. With `--mutants` each wall
              is taken away in turn, and it fails if nobody notices; with `--canaries` N programs leave marks
              and look for those of others, and it fails if one is found
    fuzz      generated inputs for all that reads what strangers wrote, and generated programs through the
              whole runtime; tests/fuzz/README.md says more
    bench     Lazaret, built for release, beside what a user would pick instead, which it installs into target/bench
              from the registries of packages as far as it can; with `--record` the run goes into
              tests/bench/history.jsonl. What became worse by a fifth since the last such run is named
    numpy-tests
              NumPy's own tests in the sandbox, some fifteen minutes with the build of their interpreter, which no
              user's home gets; fails if a failure is not explained by tests/numpy/classes.toml

The first two build the plugins if they are not there (which needs python3 with pip, a C compiler, and the
network for a few packages), and install the compilers for candidates in C and Rust if they may (root on
Debian).

    --filter TEXT         only cases whose group and name contain TEXT
    --json                one document instead of the table
    --store               evaluator and candidate in one process, a store for each
    --without-compilers   leave out what needs these compilers";

/// Installs Clang and Rust for WebAssembly where they are missing: rustup's target if rustup can add it,
/// Debian's packages for the rest.
const COMPILERS: &str = r#"
set -eu
missing=
{ command -v clang-22 && command -v wasm-ld-22 && test -f /usr/include/wasm32-wasi/stdlib.h; } >/dev/null 2>&1 ||
    missing="clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc"
std=$(rustc --print sysroot)/lib/rustlib
test -d "$std/wasm32-unknown-unknown" || test -d /usr/lib/rustlib/src/rust/library/std ||
    rustup target add wasm32-unknown-unknown >/dev/null 2>&1 ||
    missing="$missing rustc-web cargo-web rust-web-src lld-22"
test -n "$missing" || exit 0
echo "installing $missing" >&2
test "$(id -u)" = 0 && command -v apt-get >/dev/null ||
    { echo "to be installed by root: apt-get install $missing" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends $missing >/dev/null
"#;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["test", "--model"] => {
            cargo("commands", &["build", "--workspace", "--bin", "lazaret"], &[])?;
            model::model()
        }
        ["test"] => test(true),
        ["test", "--without-compilers"] => test(false),
        ["hostile", options @ ..] => hostile(options),
        ["fuzz", options @ ..] => {
            build()?;
            beside("lazaret-fuzz", options, &[])
        }
        ["bench", options @ ..] => bench::bench(options),
        ["numpy-tests", options @ ..] => {
            build()?;
            beside("lazaret-numpy-tests", options, &[])
        }
        _ => bail!("{USAGE}"),
    }
}

/// Cheap checks first, then the compilers and the plugins, then every test.
fn test(with_compilers: bool) -> Result<()> {
    cargo("formatting", &["fmt", "--all", "--check"], &[])?;
    cargo("lints", &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"], &[])?;
    let without = [("LAZARET_TEST_WITHOUT_COMPILERS", std::ffi::OsStr::new("1"))];
    if with_compilers {
        compilers()?;
    } else {
        report("==> the tests that need compilers for C and Rust are left out, as asked");
    }
    build()?;
    plugins()?;
    cargo("tests", &["test", "--workspace"], if with_compilers { &[] } else { &without })?;
    let failpoints = ["--features", "failpoints", "--test", "failpoints"];
    cargo(
        "failing steps",
        &[&["test", "--package", "lazaret-ledger"], &failpoints[..]].concat(),
        &[],
    )?;
    report("==> the campaign with a real model is left out; `cargo xtask test --model` runs it");
    Ok(())
}

/// The compilers and the plugins, then the corpus. The command checks its options by itself.
fn hostile(options: &[&str]) -> Result<()> {
    if !options.contains(&"--without-compilers") {
        compilers()?;
    }
    build()?;
    plugins()?;
    beside("lazaret-hostile", options, &[])
}

/// Builds the commands. Those of the workspace and not of a package alone: what the tests pull in decides the
/// features of libraries, and with others the engine would be built a second time.
fn build() -> Result<()> {
    let names = ["lazaret", "lazaret-hostile", "lazaret-fuzz", "lazaret-numpy-tests"];
    let commands: Vec<&str> = names.into_iter().flat_map(|name| ["--bin", name]).collect();
    cargo("commands", &[&["build", "--workspace"], &commands[..]].concat(), &[])
}

/// A run that does nothing builds and compiles a plugin, with progress, where the tests look for it.
fn plugins() -> Result<()> {
    let home: PathBuf =
        std::path::absolute(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/test-home"))
            .context("no working folder")?;
    for program in
        ["tests/corpus/python/value_plain.py", "tests/corpus/javascript/arguments_plain.js"]
    {
        beside("lazaret", &["run", program], &[("LAZARET_HOME", &home)])?;
    }
    // Takes minutes, so no run builds it unasked.
    if !is_installed("python-numpy", &home)? {
        beside("lazaret", &["plugin", "build", "python-numpy"], &[("LAZARET_HOME", &home)])?;
    }
    beside("lazaret", &["run", "tests/corpus/numpy/result_scalar.py"], &[("LAZARET_HOME", &home)])
}

/// Whether a plugin is in a home already, built from the sources of today.
fn is_installed(plugin: &str, home: &Path) -> Result<bool> {
    let binary = std::env::current_exe().context("no path to this program")?;
    let output = Command::new(binary.with_file_name("lazaret"))
        .args(["plugin", "list"])
        .env("LAZARET_HOME", home)
        .output()
        .context("cannot start `lazaret`")?;
    let listed = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = listed.lines().map(|line| line.split_whitespace().take(2).collect::<Vec<_>>());
    Ok(lines.any(|words| words.first() == Some(&plugin) && words.get(1) != Some(&"not")))
}

fn compilers() -> Result<()> {
    report("==> compilers for candidates in C and Rust");
    let status = Command::new("sh").args(["-c", COMPILERS]).status().context("cannot start sh")?;
    if !status.success() {
        bail!("the compilers are missing; `cargo xtask test --without-compilers` goes without");
    }
    Ok(())
}

/// Runs a command that was just built, which lies beside this one.
fn beside(name: &str, arguments: &[&str], variables: &[(&str, &Path)]) -> Result<()> {
    report(&format!("==> {name} {}", arguments.join(" ")));
    let binary = std::env::current_exe().context("no path to this program")?;
    let status = Command::new(binary.with_file_name(name))
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .status()
        .with_context(|| format!("cannot start `{name}`"))?;
    if !status.success() {
        bail!("`{name} {}` failed", arguments.join(" "));
    }
    Ok(())
}

/// A step on the way. What it prints is progress, and no result of the command.
fn cargo(what: &str, arguments: &[&str], variables: &[(&str, &std::ffi::OsStr)]) -> Result<()> {
    report(&format!("==> {what}: cargo {}", arguments.join(" ")));
    let mut command = Command::new(env!("CARGO"));
    let status = command
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .stdout(Stdio::from(std::io::stderr()))
        .status()
        .context("cannot start cargo")?;
    if !status.success() {
        bail!("{what} failed");
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "this is a command; nothing else prints")]
fn report(line: &str) {
    eprintln!("{line}");
}
