//! The project's own commands: `cargo xtask test` passes every test, setting up what they need first.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: cargo xtask test\n\n\
    test   formatting, lints, and every test; builds the Python plugin first if it is not there\n\
           (needs python3 with pip, a C compiler, and the network for one package)";

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
        ["test"] => test(),
        _ => bail!("{USAGE}"),
    }
}

/// Cheap checks first, then the plugin, then every test.
fn test() -> Result<()> {
    let test_home =
        std::path::absolute(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/test-home"))
            .context("no working folder")?;
    cargo("formatting", &["fmt", "--all", "--check"], &[])?;
    cargo("lints", &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"], &[])?;
    // A run that does nothing builds and compiles the plugin, with progress, where the tests look for it.
    let home = [("LAZARET_HOME", test_home.as_os_str())];
    let nothing =
        ["run", "--package", "lazaret-cli", "--", "run", "tests/corpus/python/value_plain.py"];
    cargo("python plugin", &nothing, &home)?;
    cargo("tests", &["test", "--workspace"], &[])
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
