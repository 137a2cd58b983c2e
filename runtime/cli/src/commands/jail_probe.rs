//! `lazaret jail-probe`: what a program could do that got out of its sandbox.

use std::process::Command;

use anyhow::Result;
use lazaret_host::{Probed, attempt, probe};
use serde_json::json;

use crate::arguments::{JailProbeOptions, this_command};
use crate::exit::Exit;
use crate::text;

pub fn run(options: &JailProbeOptions) -> Result<Exit> {
    if let Some(act) = options.outside {
        // A process of its own, because some acts end it.
        let said = attempt(act).unwrap_or_else(|| "done".to_owned());
        text::out(&said);
        return Ok(Exit::Success);
    }
    let quiet = options.json;
    let show = |probed: &Probed| {
        if !quiet {
            let mark = if probed.denied { "denied " } else { "ALLOWED" };
            let name = format!("{}: {}", probed.group, probed.name);
            text::out(&format!("{mark}  {name:<58} outside: {}", text::escape(&probed.outside)));
        }
    };
    let all = probe(&this_command(), outside, show)?;
    let denied = all.iter().filter(|probed| probed.denied).count();
    let done_outside = all.iter().filter(|probed| probed.outside == "done").count();
    if options.json {
        let row = |probed: &Probed| {
            json!({
                "group": probed.group,
                "act": probed.name,
                "denied": probed.denied,
                "inside": probed.inside,
                "loading": probed.loading,
                "outside": probed.outside,
            })
        };
        let acts: Vec<_> = all.iter().map(row).collect();
        text::out(&json!({"acts": acts, "denied": denied, "tried": all.len()}).to_string());
    } else {
        for probed in all.iter().filter(|probed| !probed.denied) {
            let loading = probed
                .loading
                .as_ref()
                .map_or(String::new(), |how| format!("; while it loads: {how}"));
            let inside = text::escape(&format!("{}{loading}", probed.inside));
            text::err(&format!("{} {}: {inside}", text::red("allowed:"), probed.name));
        }
        text::out(&format!(
            "{denied} of {} forbidden acts denied; {done_outside} of them succeed outside of the jail",
            all.len()
        ));
    }
    Ok(if denied == all.len() { Exit::Success } else { Exit::Host })
}

/// What the act does in a process without a jail.
fn outside(act: usize) -> String {
    let output = Command::new("/proc/self/exe")
        .args(["jail-probe", "--outside", &act.to_string()])
        .stdin(std::process::Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => {
            let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            if said.is_empty() { "done".to_owned() } else { said }
        }
        Ok(output) => format!("ended: {}", output.status),
        Err(error) => error.to_string(),
    }
}
