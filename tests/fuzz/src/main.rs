//! The command; `cargo xtask fuzz` builds and starts it.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match lazaret_fuzz::command::run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            lazaret_fuzz::command::say(&format!("fuzz: {error:#}"));
            ExitCode::from(2)
        }
    }
}
