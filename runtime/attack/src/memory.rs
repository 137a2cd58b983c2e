//! Programs that have cases by heart: whatever is asked, they look for the case that it belongs to, and answer with
//! something else that stands in it.

use lazaret_trial::Value;

use crate::pack::program;

/// What all of them are called; the best of them speaks for all.
pub const NAME: &str = "by-heart";

/// What they try.
pub const WHAT: &str = "has the cases by heart, and answers with what stands in them";

/// What to do about it.
pub const ADVICE: &str = "score on cases that no program can have seen: a split that is held out, or cases that depend on the seed; \
                          and keep what is asked for out of a case's data";

/// The most members of a case that are tried as the answer.
const MEMBERS_MAX: usize = 8;

/// The most bytes of cases that a program has by heart.
const CASES_BYTES_MAX: usize = 256 << 10;

const CODE: &str = include_str!("../pack/by_heart.py");

/// One program for each member of a case that may be the answer; none if cases have no members.
pub fn programs(honest: &str, cases: &[&Value]) -> Vec<String> {
    let members = |case: &&Value| match case {
        Value::List(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    };
    let most = cases.iter().map(members).max().unwrap_or(0).min(MEMBERS_MAX);
    let mut texts: Vec<String> = Vec::new();
    let mut room = CASES_BYTES_MAX;
    for case in cases {
        let text = case.to_string();
        let Some(rest) = room.checked_sub(text.len()) else { break };
        room = rest;
        texts.push(text);
    }
    if most < 2 || texts.is_empty() {
        return Vec::new();
    }
    let table = serde_json::Value::from(format!("[{}]", texts.join(","))).to_string();
    let code = |member: usize| format!("CASES = {table}\nMEMBER = {member}\n{CODE}");
    (0..most).map(|member| program(honest, &code(member))).collect()
}
