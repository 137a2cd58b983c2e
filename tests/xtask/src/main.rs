//! The project's own commands: `cargo xtask test` passes every test, setting up what they need first.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: cargo xtask test [--without-compilers]\n       \
           cargo xtask fuzz [TARGET]... [--runs N] [--seed S] [--seconds T] [--replay FILE]\n\n\
    test   formatting, lints, and every test; builds the plugins first if they are not there\n\
           (needs python3 with pip, a C compiler, and the network for a few packages), and installs\n\
           the compilers for candidates in C and Rust if it may (root on Debian)\n\
    fuzz   generated inputs for all that reads what strangers wrote, and generated programs through\n\
           the whole runtime; `tests/fuzz/README.md` says more\n\n\
    --without-compilers   leave out the tests that need these compilers";

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
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["test"] => test(true),
        ["test", "--without-compilers"] => test(false),
        ["fuzz", rest @ ..] => cargo(
            "fuzz",
            &[&["run", "--quiet", "--package", "lazaret-fuzz", "--"], rest].concat(),
            &[],
        ),
        _ => bail!("{USAGE}"),
    }
}

/// Cheap checks first, then the compilers and the plugins, then every test.
fn test(with_compilers: bool) -> Result<()> {
    let test_home =
        std::path::absolute(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/test-home"))
            .context("no working folder")?;
    cargo("formatting", &["fmt", "--all", "--check"], &[])?;
    cargo("lints", &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"], &[])?;
    let without = [("LAZARET_TEST_WITHOUT_COMPILERS", std::ffi::OsStr::new("1"))];
    if with_compilers {
        compilers()?;
    } else {
        report("==> the tests that need compilers for C and Rust are left out, as asked");
    }
    // Of the workspace and not of its package alone: what the tests pull in decides the features of libraries,
    // and with others the engine would be built a second time.
    cargo("command", &["build", "--workspace", "--bin", "lazaret"], &[])?;
    // A run that does nothing builds and compiles a plugin, with progress, where the tests look for it.
    for program in
        ["tests/corpus/python/value_plain.py", "tests/corpus/javascript/arguments_plain.js"]
    {
        lazaret(&["run", program], &test_home)?;
    }
    cargo("tests", &["test", "--workspace"], if with_compilers { &[] } else { &without })
}

fn compilers() -> Result<()> {
    report("==> compilers for candidates in C and Rust");
    let status = Command::new("sh").args(["-c", COMPILERS]).status().context("cannot start sh")?;
    if !status.success() {
        bail!("the compilers are missing; `cargo xtask test --without-compilers` goes without");
    }
    Ok(())
}

/// Runs the command that was just built, which lies beside this one.
fn lazaret(arguments: &[&str], home: &Path) -> Result<()> {
    report(&format!("==> lazaret {}", arguments.join(" ")));
    let binary = std::env::current_exe().context("no path to this program")?;
    let status = Command::new(binary.with_file_name("lazaret"))
        .args(arguments)
        .env("LAZARET_HOME", home)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .status()
        .context("cannot start `lazaret`")?;
    if !status.success() {
        bail!("`lazaret {}` failed", arguments.join(" "));
    }
    Ok(())
}

fn cargo(what: &str, arguments: &[&str], variables: &[(&str, &std::ffi::OsStr)]) -> Result<()> {
    report(&format!("==> {what}: cargo {}", arguments.join(" ")));
    let mut command = Command::new(env!("CARGO"));
    let status = command
        .args(arguments)
        .envs(variables.iter().copied())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
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
