//! The command; `cargo xtask fuzz` builds and starts it.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [role, parent] = arguments.as_slice()
        && role == "worker"
        && let Ok(parent) = parent.parse()
    {
        // One of the hosts that are tried here has started this process, to run programs in it.
        return match lazaret_worker::work(parent) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    match lazaret_fuzz::command::run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            lazaret_fuzz::command::say(&format!("fuzz: {error:#}"));
            ExitCode::from(2)
        }
    }
}
