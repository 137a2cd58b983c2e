//! `lazaret run`: one program, once.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use lazaret_host::{
    Call, Candidate, Home, Host, Needs, Recorder, RunOutcome, RunRequest, read_interface,
    record_run,
};
use lazaret_trial::{Budget, Value, format_bytes, format_count};
use serde_json::json;

use crate::arguments::RunOptions;
use crate::exit::Exit;
use crate::{interrupt, progress, text};

pub fn run(home: &Home, options: &RunOptions) -> Result<Exit> {
    let arguments = Value::parse(&options.args).context("`--args` is not JSON")?;
    if !matches!(arguments, Value::List(_) | Value::Object(_)) {
        anyhow::bail!("`--args` is {}, expected a list or an object", arguments.kind());
    }
    let budget = options.limits.apply(Budget::for_candidates())?;
    let candidate = if options.file == Path::new("-") {
        Candidate::read_stream(std::io::stdin())
    } else {
        Candidate::read(&options.file)
    };
    if let Err(error) = &candidate.content {
        // Before the set-up, which may take a minute.
        anyhow::bail!("cannot read `{}`: {error}", candidate.label);
    }
    let wit = options.wit.as_deref().map(read_interface).transpose()?;
    let interrupt = interrupt::listen()?;
    let recorder = match options.record {
        true => Some(Recorder::open(&options.recording.folder(home))?),
        false => None,
    };
    let needs = Needs::default().and(std::slice::from_ref(&candidate));
    let host = Host::open(home, &needs, &options.isolation.settings(), &mut progress::setup_line)?;
    let call = options.call.clone().map(|function| Call { function, arguments });
    let request = RunRequest {
        candidate: &candidate,
        call,
        budget: budget.clone(),
        seed: options.seed,
        wit: wit.as_ref(),
    };
    let begin = Instant::now();
    let outcome = host.run(&request, &interrupt)?;
    let interrupted = interrupt.is_raised();
    let entry = match &recorder {
        Some(recorder) if !interrupted => {
            let lineage = options.recording.lineage();
            Some(record_run(recorder, &host, &request, &outcome, begin.elapsed(), &lineage)?)
        }
        _ => None,
    };
    if let Some(entry) = entry {
        text::err(&text::dim(&format!("recorded as entry {entry}")));
    }
    if options.json {
        text::out(&document(&candidate, &budget, &outcome, entry).to_string());
    } else if !interrupted {
        panels(&budget, &outcome);
    }
    if interrupted {
        return Ok(Exit::Interrupted);
    }
    Ok(match &outcome.result {
        Ok(_) => Exit::Success,
        Err(reason) => Exit::of(reason.code),
    })
}

fn document(
    candidate: &Candidate,
    budget: &Budget,
    outcome: &RunOutcome,
    entry: Option<u64>,
) -> serde_json::Value {
    let (value, reason) = match &outcome.result {
        Ok(value) => (Some(value.to_string()), None),
        Err(reason) => (None, Some(reason)),
    };
    json!({
        "candidate": candidate.label,
        "ok": outcome.result.is_ok(),
        // As text, because a value may hold NaN, infinities and integers that JSON readers lose.
        "value": value,
        "reason": reason,
        "usage": outcome.usage,
        "budget": budget,
        "logs": outcome.logs,
        "entry": entry,
    })
}

/// The result goes to standard output; the rest is for people.
fn panels(budget: &Budget, outcome: &RunOutcome) {
    for (name, stream) in [("stdout", &outcome.logs.stdout), ("stderr", &outcome.logs.stderr)] {
        if !stream.is_empty() {
            text::err(&text::cyan(&format!("--- {name} ---")));
            text::err(text::escape(stream).trim_end_matches('\n'));
        }
    }
    match &outcome.result {
        Ok(value) => {
            text::err(&text::cyan("--- result ---"));
            text::out(&text::escape(&value.to_string()));
        }
        Err(reason) => text::reason(reason),
    }
    let usage = &outcome.usage;
    text::err(&text::cyan("--- usage ---"));
    text::err(&format!(
        "fuel {} of {} (start {}), memory {} of {}, output {} of {}, {} host calls",
        format_count(usage.fuel),
        format_count(budget.fuel),
        format_count(usage.start_fuel),
        format_bytes(usage.memory_bytes_peak),
        format_bytes(budget.memory_bytes),
        format_bytes(usage.output_bytes),
        format_bytes(budget.output_bytes),
        format_count(usage.host_calls),
    ));
}
