//! `lazaret doctor`: what is there, what is missing, and how to mend it.

use anyhow::Result;
use lazaret_host::{CheckState, Home, doctor};
use serde_json::json;

use crate::arguments::{DoctorOptions, this_command};
use crate::exit::Exit;
use crate::text;

pub fn run(home: &Home, options: &DoctorOptions) -> Result<Exit> {
    let checks = doctor(home, &this_command());
    let word = |state| match state {
        CheckState::Good => "ok",
        CheckState::Missing => "missing",
        CheckState::Wrong => "wrong",
    };
    if options.json {
        let check = |check: &lazaret_host::Check| json!({"name": check.name, "state": word(check.state), "found": check.found, "fix": check.fix});
        text::out(&json!({"checks": checks.iter().map(check).collect::<Vec<_>>()}).to_string());
    } else {
        for check in &checks {
            let found = text::escape(&check.found);
            text::out(&format!("{:<8} {:<14} {found}", word(check.state), check.name));
            if let Some(fix) = &check.fix {
                text::out(&format!("         fix:           {}", text::escape(fix)));
            }
        }
    }
    let wrong = checks.iter().any(|check| check.state == CheckState::Wrong);
    Ok(if wrong { Exit::Host } else { Exit::Success })
}
