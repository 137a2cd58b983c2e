//! What all inputs of a target came to, in the words in which it is asked: how many programs were rejected, by
//! reason; how many failed, by reason; how many answered; how many panics there were, and how many went beyond
//! what they are allowed.

use std::collections::BTreeMap;

use crate::report::{Report, thousands};

/// The ends of a program that did what it was asked.
const GOOD: &[&str] = &["answered", "started"];

/// The ends at which two settings of the compiler were compared to the end, and agreed.
const BOTH_SETTINGS: &[&str] = &[
    "same on all three",
    "same until the fuel ended",
    "not read by the other make",
    "stack depth of the other make",
    "another NaN, perhaps",
    "component: same",
];

/// Those at which the engine of another make agreed as well, as far as it was asked.
const BOTH_MAKES: &[&str] = &["same on all three", "same until the fuel ended"];

/// A few lines on a target, if it is one of programs.
#[must_use]
pub fn summary(report: &Report) -> Option<String> {
    match report.target.as_str() {
        "pipeline" | "jailed" => Some(programs(report)),
        "differential" => Some(comparisons(report)),
        _ => None,
    }
}

fn programs(report: &Report) -> String {
    let mut text =
        format!("{}: {} programs of seed {}\n", report.target, thousands(report.runs), report.seed);
    let good = count(report, GOOD);
    text.push_str(&format!("  answered, or started with nothing to answer: {}\n", thousands(good)));
    text.push_str(&by_reason(report, "failed/", "failed"));
    text.push_str(&by_reason(report, "rejected/", "rejected"));
    text.push_str(&by_reason(report, "not made: rejected/", "not made into a component"));
    text.push_str(&verdict_of(report));
    text
}

fn comparisons(report: &Report) -> String {
    let number = |classes| thousands(count(report, classes));
    let (settings, makes) = (number(BOTH_SETTINGS), number(BOTH_MAKES));
    format!(
        "{}: {} inputs of seed {}\n  the same under two settings, results and fuel: {settings}\n  \
         the same on an engine of another make, results: {makes}\n{}",
        report.target,
        thousands(report.runs),
        report.seed,
        verdict_of(report)
    )
}

/// The number of all ends that begin with `prefix`, and that of each, the most frequent first.
fn by_reason(report: &Report, prefix: &str, name: &str) -> String {
    let mut ends: Vec<(&str, u64)> = report
        .classes
        .iter()
        .filter_map(|(class, count)| Some((class.strip_prefix(prefix)?, *count)))
        .collect();
    ends.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let all: u64 = ends.iter().map(|(_, count)| count).sum();
    let each: Vec<String> =
        ends.iter().map(|(end, count)| format!("{end} {}", thousands(*count))).collect();
    format!("  {name}: {}: {}\n", thousands(all), each.join(", "))
}

fn verdict_of(report: &Report) -> String {
    let Report { panics, overruns, failed, .. } = report;
    let others = failed.saturating_sub(panics + overruns);
    format!(
        "  panics: {panics}, beyond what is allowed: {overruns}, other rules broken: {others}\n"
    )
}

fn count(report: &Report, classes: &[&str]) -> u64 {
    let map: &BTreeMap<String, u64> = &report.classes;
    classes.iter().filter_map(|class| map.get(*class)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_is_in_one_place() {
        let classes = [
            ("answered", 1_000),
            ("started", 2),
            ("failed/trap", 3),
            ("failed/out-of-fuel", 40),
            ("rejected/feature", 5),
            ("not made: rejected/type", 6),
            ("FAILED", 7),
        ];
        let mut report = Report { target: "pipeline".to_owned(), runs: 1_063, ..Report::default() };
        report.classes = classes.map(|(class, count)| (class.to_owned(), count)).into();
        (report.failed, report.panics, report.overruns) = (7, 1, 4);
        let text = summary(&report).unwrap();
        for part in [
            "1_063 programs",
            "nothing to answer: 1_002",
            "failed: 43: out-of-fuel 40, trap 3",
            "rejected: 5: feature 5",
            "component: 6: type 6",
            "panics: 1, beyond what is allowed: 4, other rules broken: 2",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        report.target = "differential".to_owned();
        report.classes = [("same on all three", 3), ("component: same", 4), ("refused", 9)]
            .map(|(class, count)| (class.to_owned(), count))
            .into();
        let text = summary(&report).unwrap();
        assert!(text.contains("fuel: 7\n") && text.contains("make, results: 3\n"), "{text}");
        report.target = "value".to_owned();
        assert_eq!(summary(&report), None);
    }
}
