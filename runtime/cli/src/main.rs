//! The `lazaret` command: arguments in, tables or one JSON document out.
//!
//! What it is for: being typed by people and called by scripts. Data goes to standard output, all else
//! to standard error; the exit code tells whose fault an end was.
//!
//! What it refuses to know: how anything is evaluated. It is the only crate that prints and the only
//! one that reads the environment.

mod arguments;
mod commands;
mod exit;
mod home;
mod interrupt;
mod pages;
mod progress;
mod show_campaign;
mod text;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::exit::Form;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let form = Form::of_words(std::env::args_os().skip(1));
            return exit::usage(&error, form);
        }
    };
    if let Command::Worker(options) = &arguments.command {
        #[cfg(debug_assertions)]
        if let Some(weakness) = options.weakness.as_deref().and_then(lazaret_trial::Weakness::parse)
        {
            weakness.choose();
        }
        // Nothing else has happened in this process: it has one thread and knows nothing.
        return exit::finish(
            lazaret_host::work(options.parent).map(|()| exit::Exit::Success).map_err(Into::into),
            Form::Text,
        );
    }
    let form = arguments.command.form();
    let result = home::resolve().and_then(|home| match arguments.command {
        Command::Demo(options) => commands::demo::run(&home, &options),
        Command::Run(options) => commands::run::run(&home, &options),
        Command::Eval(options) => commands::eval::run(&home, &options),
        Command::Profile(options) => commands::profile::run(&home, &options),
        Command::Attack(options) => commands::attack::run(&home, &options),
        Command::Evolve(options) => commands::evolve::run(&home, &options),
        Command::Archive(options) => commands::archive::run(&home, &options),
        Command::Report(options) => commands::report::run(&home, &options),
        Command::Replay(options) => commands::replay::run(&home, &options),
        Command::Serve(options) => commands::serve::run(&home, &options),
        Command::Ledger(options) => commands::ledger::run(&home, &options),
        Command::New(options) => commands::new::run(&options),
        Command::Build(options) => commands::build::run(&home, &options),
        Command::Inspect(options) => commands::inspect::run(&options),
        Command::Plugin(action) => commands::plugin::run(&home, &action),
        Command::Doctor(options) => commands::doctor::run(&home, &options),
        Command::Bench(options) => commands::bench::run(&home, &options),
        Command::Explain(options) => commands::explain::run(&options),
        Command::JailProbe(options) => commands::jail_probe::run(&options),
        Command::Worker(_) => Ok(exit::Exit::Usage),
    });
    exit::finish(result, form)
}
