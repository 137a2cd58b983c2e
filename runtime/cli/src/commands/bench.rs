//! `lazaret bench`: how fast Lazaret is here, beside the native interpreter.

use std::path::Path;

use anyhow::Result;
use lazaret_host::{Home, Isolation, Settings};
use lazaret_measure::{Contender, Lazaret, MeasureError, Native, Plan, markdown, measure};
use serde_json::json;

use crate::arguments::{BUILD, BenchOptions, this_command};
use crate::exit::Exit;
use crate::{progress, text};

pub fn run(home: &Home, options: &BenchOptions) -> Result<Exit> {
    let plan = if options.quick { Plan::quick() } else { Plan::full() };
    let plan = plan.only(&options.only).map_err(anyhow::Error::msg)?;
    let mut contenders: Vec<Box<dyn Contender>> = Vec::new();
    let mut absent = Vec::new();
    match Native::new("native", "-I -S, a process each, no sandbox", &[]) {
        Ok(native) => contenders.push(Box::new(native)),
        Err(why) => absent.push(("native".to_owned(), why)),
    }
    for isolation in [Isolation::Store, Isolation::Process, Isolation::Strict] {
        let settings = Settings { isolation, ..this_command() };
        let command = Path::new("/proc/self/exe").to_owned();
        match Lazaret::open(home, &settings, command, None, &mut progress::setup_line) {
            Ok(lazaret) => contenders.push(Box::new(lazaret)),
            // Without the interpreter there is nothing to measure; without walls there is one way less.
            Err(MeasureError::Host(error)) if isolation == Isolation::Store => {
                return Err(error.into());
            }
            Err(error) => absent.push((format!("lazaret {}", isolation.name()), error.to_string())),
        }
    }
    let version = format!("{} ({BUILD})", env!("CARGO_PKG_VERSION"));
    let mut tell = |line: &str| text::err(&text::dim(line));
    let report = measure(&plan, &version, &mut contenders, &absent, &mut tell);
    if options.json {
        text::out(&json!(report).to_string());
    } else if options.markdown {
        text::out(&text::escape(&markdown(&report)));
    } else {
        text::out(&text::escape(&lazaret_measure::text(&report)));
    }
    let ours = report.problems.iter().any(|problem| problem.contender.starts_with("lazaret"));
    Ok(if ours { Exit::Host } else { Exit::Success })
}
