//! `lazaret build`: source to component.

use anyhow::{Context, Result};
use lazaret_host::{Candidate, Home, Host, Needs, Purpose, Settings, read_interface, write_file};
use lazaret_trial::{Digest, format_bytes};
use serde_json::json;

use crate::arguments::BuildOptions;
use crate::exit::Exit;
use crate::{progress, text};

pub fn run(home: &Home, options: &BuildOptions) -> Result<Exit> {
    let wit = options.wit.as_deref().map(read_interface).transpose()?;
    let candidate = Candidate::read(&options.source);
    if let Err(error) = &candidate.content {
        anyhow::bail!("cannot read `{}`: {error}", candidate.label);
    }
    let needs = Needs::default().and(std::slice::from_ref(&candidate));
    let host =
        Host::open(home, &needs.compilers_only(), &Settings::store(), &mut progress::setup_line)?;
    let purpose = Purpose::of(options.evaluator, wit.as_ref());
    match host.make(&candidate, purpose)? {
        Ok(component) => {
            // The error itself names a file that only existed for a moment.
            write_file(&options.output, &component)
                .map_err(|error| std::io::Error::from(error.kind()))
                .with_context(|| format!("cannot write `{}`", options.output.display()))?;
            let digest = Digest::of(&component);
            if options.json {
                let document = json!({
                    "source": candidate.label,
                    "output": options.output,
                    "bytes": component.len(),
                    "digest": digest,
                });
                text::out(&document.to_string());
            } else {
                let size = format_bytes(component.len() as u64);
                text::err(&format!("{}: {size}, {digest}", options.output.display()));
            }
            Ok(Exit::Success)
        }
        Err(reason) => {
            if options.json {
                text::out(&json!({"source": candidate.label, "reason": reason}).to_string());
            } else {
                text::reason(&reason);
            }
            Ok(Exit::of(reason.code))
        }
    }
}
