//! A profile as rows: functions, lines, and stacks in the text form that tools for flame graphs read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use lazaret_trial::StackFrame;

use crate::profile::{Names, Profile};

/// The fuel of a function or of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The function's name.
    pub function: String,
    /// The file that it is in, or empty if that is not known.
    pub file: String,
    /// The line, or 0 if this is a whole function.
    pub line: u32,
    /// What it used itself. Over all rows, this is the fuel of the run.
    pub own_fuel: u64,
    /// What was used while it was under way.
    pub total_fuel: u64,
    /// In how many samples it was the innermost.
    pub own_samples: u32,
}

/// The fuel by function, the greatest user first.
#[must_use]
pub fn functions(profile: &Profile) -> Vec<Row> {
    rows(profile, |frame| Some(StackFrame { line: 0, ..frame.clone() }))
}

/// The fuel by line of the text's own file, in their order: what was used by a line itself, and by what it called.
/// Nothing if the names are none of lines.
#[must_use]
pub fn lines(profile: &Profile) -> Vec<Row> {
    let Names::Lines(own) = &profile.names else { return Vec::new() };
    let mut rows = rows(profile, |frame| (frame.file == *own).then(|| frame.clone()));
    rows.sort_by_key(|row| row.line);
    rows
}

fn rows(profile: &Profile, key: impl Fn(&StackFrame) -> Option<StackFrame>) -> Vec<Row> {
    let mut sums: BTreeMap<StackFrame, (u64, u64, u32)> = BTreeMap::new();
    for sample in &profile.samples {
        let frames = sample.stack.frames();
        // A function that is under way several times used the fuel once.
        let under_way: BTreeSet<StackFrame> = frames.iter().filter_map(&key).collect();
        for frame in under_way {
            sums.entry(frame).or_default().1 += sample.fuel;
        }
        if let Some(frame) = frames.last().and_then(&key) {
            let sum = sums.entry(frame).or_default();
            sum.0 += sample.fuel;
            sum.2 += 1;
        }
    }
    let row = |(frame, (own_fuel, total_fuel, own_samples))| {
        let StackFrame { function, file, line } = frame;
        Row { function, file, line, own_fuel, total_fuel, own_samples }
    };
    let mut rows: Vec<Row> = sums.into_iter().map(row).collect();
    // Equal ones keep the order of their names.
    rows.sort_by_key(|row| std::cmp::Reverse((row.own_fuel, row.total_fuel)));
    rows
}

/// A frame in few words: its function, and where it is.
pub fn label(profile: &Profile, frame: &StackFrame) -> String {
    let StackFrame { function, file, line } = frame;
    let own = matches!(&profile.names, Names::Lines(own) if own == file);
    match (file.is_empty(), own, *line) {
        (true, _, _) => function.clone(),
        (_, _, 0) => format!("{function} ({file})"),
        (_, true, line) => format!("{function}:{line}"),
        (_, false, line) => format!("{function} ({file}:{line})"),
    }
}

/// One line for each stack that was seen: its frames with `;` between them, and its fuel.
#[must_use]
pub fn folded(profile: &Profile) -> String {
    let mut stacks: BTreeMap<String, u64> = BTreeMap::new();
    for sample in &profile.samples {
        let frames = sample.stack.frames().iter();
        // What separates frames, and what separates them from their number, is no part of a name.
        let frames = frames.map(|frame| label(profile, frame).replace(';', ",").replace(' ', "_"));
        let stack = frames.collect::<Vec<_>>().join(";");
        *stacks.entry(stack).or_default() += sample.fuel;
    }
    stacks.into_iter().fold(String::new(), |mut text, (stack, fuel)| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{stack} {fuel}");
        text
    })
}
