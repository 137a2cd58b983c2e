//! The project's own commands: `cargo xtask test` passes every test, setting up what they need first.

use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

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
    match arguments.first().map(String::as_str) {
        Some("test") => test(),
        _ => bail!("usage: cargo xtask test"),
    }
}

/// Lints, then every test of the workspace.
fn test() -> Result<()> {
    cargo("lints", &["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"])?;
    cargo("tests", &["test", "--workspace"])
}

fn cargo(what: &str, arguments: &[&str]) -> Result<()> {
    report(&format!("==> {what}: cargo {}", arguments.join(" ")));
    let status =
        Command::new(env!("CARGO")).args(arguments).status().context("cannot start cargo")?;
    if !status.success() {
        bail!("{what} failed");
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "this is a command; nothing else prints")]
fn report(line: &str) {
    eprintln!("{line}");
}
