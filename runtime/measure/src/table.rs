//! What came out, for people: a text for a terminal, and tables for a page.

use lazaret_trial::format_bytes;

use crate::report::{Participant, Report, Row};

/// Those that have a column of their own.
const OURS: [&str; 3] = ["lazaret store", "lazaret process", "lazaret strict"];

/// Everything, task by task.
#[must_use]
pub fn text(report: &Report) -> String {
    let mut lines = vec![machine(report), String::new()];
    for (index, row) in report.rows.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| report.rows.get(before));
        if before.is_none_or(|before| before.workload != row.workload) {
            if index != 0 {
                lines.push(String::new());
            }
            let reference = format!("x {}", row.reference);
            lines.push(format!(
                "{:<54} {:>9} {:>9} {reference:>9} {:>9} {:>6}",
                row.title, "median", "p99", "computing", "n"
            ));
        }
        lines.push(line(row));
        if let Some(ended) = &row.ended {
            lines.push(format!("      ended: {ended}"));
        }
        if let Some(bytes) = row.resident_bytes {
            lines.push(format!("      resident: {} at most", format_bytes(bytes)));
        }
    }
    lines.push(String::new());
    for Participant { name, about, absent } in &report.participants {
        lines.push(match absent {
            None => format!("{name:<22} {about}"),
            Some(why) => format!("{name:<22} not here: {why}"),
        });
    }
    for problem in &report.problems {
        lines.push(format!("{}: {}: {}", problem.contender, problem.workload, problem.why));
    }
    lines.join("\n")
}

fn line(row: &Row) -> String {
    let ratio = |ratio: Option<f64>| ratio.map_or_else(String::new, significant);
    let line = format!(
        "  {:<52} {:>9} {:>9} {:>9} {:>9} {:>6}",
        row.contender,
        time(row.median),
        time(row.p99),
        ratio(row.ratio),
        ratio(row.compute_ratio),
        row.count
    );
    line.trim_end().to_owned()
}

fn machine(report: &Report) -> String {
    let machine = &report.machine;
    format!(
        "Lazaret {}; {}, {} cores, {} MiB, Linux {}{}",
        report.version,
        machine.processor,
        machine.cores,
        machine.memory_mib,
        machine.kernel,
        if report.quick { "; quick, so rough" } else { "" }
    )
}

/// The tables of the README: who does what how fast, and Lazaret beside the engine alone.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut lines = vec![format!("{}.", machine(report)), String::new()];
    let fresh = ["trivial", "best_fit", "squares", "queens"];
    let many: Vec<&str> = keys(report, |key| key.starts_with("many-"));
    lines.push(
        "| | fresh to `1 + 1`, p50 | p99 | beside native | best fit | squares | queens | \
         1 s limit, late by | 128 MiB limit: resident |"
            .to_owned()
            + &many
                .iter()
                .map(|key| format!(" {} in a row, each |", number(key)))
                .collect::<String>(),
    );
    lines.push("|---".repeat(9 + many.len()) + "|");
    for Participant { name, absent, .. } in &report.participants {
        let row = |key: &str| report.row(key, name);
        if absent.is_some() || fresh.iter().all(|key| row(key).is_none()) {
            continue;
        }
        let trivial = row("trivial");
        let mut cells = vec![
            name.clone(),
            trivial.map_or_else(nothing, |row| time(row.median)),
            trivial.map_or_else(nothing, |row| time(row.p99)),
            trivial.and_then(|row| row.ratio).map_or_else(nothing, beside),
        ];
        for key in fresh.iter().skip(1) {
            let cell = |row: &Row| match row.compute_ratio {
                Some(ratio) => format!("{} ({}x)", time(row.median), significant(ratio)),
                None => time(row.median),
            };
            cells.push(row(key).map_or_else(nothing, cell));
        }
        cells.push(row("endless").map_or_else(nothing, |row| time(row.median)));
        let resident = |row: &Row| row.resident_bytes.map_or_else(nothing, format_bytes);
        cells.push(row("hog").map_or_else(nothing, resident));
        for key in &many {
            let cell = |row: &Row| format!("{}, {}", time(row.median), resident(row));
            cells.push(row(key).map_or_else(nothing, cell));
        }
        lines.push(format!("| {} |", cells.join(" | ")));
    }
    lines.push(String::new());
    lines.push("In brackets: times native CPython, without the start.".to_owned());
    lines.push(String::new());
    lines.extend(own(report, &fresh));
    lines.join("\n")
}

/// What is no matter of a fresh interpreter: Lazaret in its three ways, and whatever is beside it.
fn own(report: &Report, fresh: &[&str]) -> Vec<String> {
    let ours: Vec<&str> = report
        .participants
        .iter()
        .filter(|it| OURS.contains(&it.name.as_str()) && it.absent.is_none())
        .map(|it| it.name.as_str())
        .collect();
    let mut lines = vec![
        format!("| | {} | beside it |", ours.join(" | ")),
        "|---".repeat(2 + ours.len()) + "|",
    ];
    let skipped = |key: &str| {
        fresh.contains(&key) || ["endless", "hog"].contains(&key) || key.starts_with("many-")
    };
    for key in keys(report, |key| !skipped(key)) {
        let mut rows = report.rows.iter().filter(|row| row.workload == key).peekable();
        let title = rows.peek().map_or("", |row| row.title.as_str());
        let cell = |name: &&str| match report.row(key, name) {
            Some(Row { median, ratio: Some(ratio), .. }) => {
                format!("{} ({}x)", time(*median), significant(*ratio))
            }
            Some(row) => time(row.median),
            None => nothing(),
        };
        let cells: Vec<String> = ours.iter().map(cell).collect();
        let others: Vec<String> = report
            .rows
            .iter()
            .filter(|row| row.workload == key && !ours.contains(&row.contender.as_str()))
            .map(|row| format!("{} ({})", time(row.median), row.contender))
            .collect();
        lines.push(format!("| {title} | {} | {} |", cells.join(" | "), others.join(", ")));
    }
    lines
}

/// The names of tasks in the order in which they were done.
fn keys(report: &Report, is_wanted: impl Fn(&str) -> bool) -> Vec<&str> {
    let mut keys: Vec<&str> = Vec::new();
    for row in &report.rows {
        if is_wanted(&row.workload) && !keys.contains(&row.workload.as_str()) {
            keys.push(&row.workload);
        }
    }
    keys
}

/// The number at the end of a task's name.
fn number(key: &str) -> String {
    let number = key.rsplit('-').next().and_then(|number| number.parse().ok());
    crate::workload::thousands(number.unwrap_or_default())
}

fn nothing() -> String {
    "-".to_owned()
}

/// A ratio in words.
fn beside(ratio: f64) -> String {
    if ratio < 0.95 {
        format!("{} times faster", significant(1.0 / ratio))
    } else if ratio <= 1.05 {
        "as fast".to_owned()
    } else {
        format!("{} times slower", significant(ratio))
    }
}

/// Seconds in the unit that reads best.
fn time(seconds: f64) -> String {
    let (number, unit) = match seconds.abs() {
        size if size < 1e-3 => (seconds * 1e6, "us"),
        size if size < 1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    format!("{} {unit}", significant(number))
}

/// Two digits that mean something, or three of large numbers.
fn significant(number: f64) -> String {
    match number.abs() {
        size if size < 0.095 => format!("{number:.3}"),
        size if size < 0.95 => format!("{number:.2}"),
        size if size < 9.95 => format!("{number:.1}"),
        _ => format!("{number:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        for (seconds, text) in [
            (0.000_004_96, "5.0 us"),
            (0.000_78, "780 us"),
            (0.009_96, "10 ms"),
            (0.311, "311 ms"),
            (-0.000_2, "-200 us"),
            (2.04, "2.0 s"),
        ] {
            assert_eq!(time(seconds), text);
        }
        assert_eq!(beside(0.1), "10 times faster");
        assert_eq!(beside(4.4), "4.4 times slower");
        assert_eq!(beside(1.0), "as fast");
    }
}
