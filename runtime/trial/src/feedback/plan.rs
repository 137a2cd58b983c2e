//! The pieces of feedback in the order of their importance: what a small size must have comes first, then what
//! explains it, then the rest.

use crate::budget::LIMITS;
use crate::code::Code;
use crate::reason::Reason;
use crate::size::format_count;
use crate::usage::Usage;
use crate::verdict::Logs;

use super::advice::advice;
use super::evidence::Evidence;
use super::parts::{BudgetUse, CaseNote, Cases, MetricValue, QuestionNote, SourceNote, Step};
use super::statistics::{NAME_BYTES_MAX, spread, worst};
use super::unit::Unit;
use super::{quote, source};

/// The first piece of a message: what fits beside the place in the smallest size.
const MESSAGE_FIRST: usize = 100;

/// The most of a message, which is as much as a sandbox keeps of one.
const MESSAGE_BYTES_MAX: usize = 4096;

/// The first pieces of arguments and of an answer: what fits into a line.
const ARGUMENTS_FIRST: usize = 100;
const ANSWER_FIRST: usize = 100;

/// The most bytes of arguments or of an answer once they are escaped.
const VALUE_BYTES_MAX: usize = 4096;

/// How many steps of a traceback and lines of output come before what is less important.
const STEPS_FIRST: usize = 3;
const LINES_FIRST: usize = 6;

/// The most lines of output, and the most bytes of one. Behind them is the rest of a log.
const LINES_MAX: usize = 400;
const LINE_BYTES_MAX: usize = 240;

/// The most bytes of a unit of measurement and of a hint.
const UNIT_BYTES_MAX: usize = 24;
const HINT_BYTES_MAX: usize = 400;

/// All that there is to tell.
pub fn plan(evidence: &Evidence<'_>) -> Vec<Unit> {
    let mut early: Vec<Unit> = evidence.limit.iter().cloned().map(Unit::Limit).collect();
    let mut late = Vec::new();
    let mut metrics = metrics(evidence);
    let others = metrics.split_off(metrics.len().min(1));
    early.extend(metrics);
    if let Some(reason) = evidence.reason {
        message(reason, &mut early, &mut late);
        place(reason, evidence.source, &mut early);
    }
    question(evidence, &mut early, &mut late);
    early.extend(others);
    early.extend(
        evidence
            .case_count
            .map(|of| Unit::Cases(Cases { scored: evidence.scored.len() as u64, of: of as u64 })),
    );
    let advised = evidence.exposure == super::Exposure::Public || evidence.reason.is_some();
    early.extend(advice(evidence.code).filter(|_| advised).map(Unit::Advice));
    early.extend(hint(evidence).map(Unit::Hint));
    if let Some((_, case)) = evidence.failed {
        output(&case.candidate_logs, &mut early, &mut late);
    }
    let declared = evidence.description.metrics.iter().enumerate();
    early.extend(
        declared.filter_map(|(index, it)| spread(it, index, evidence.scored)).map(Unit::Spread),
    );
    early.extend(budget(evidence));
    if let Some(primary) = evidence.description.primary().filter(|_| 1 < evidence.scored.len()) {
        late.extend(worst(primary, evidence.scored).into_iter().map(Unit::WorstCase));
    }
    early.extend(late);
    early
}

fn metrics(evidence: &Evidence<'_>) -> Vec<Unit> {
    let pairs = evidence.measurements.iter().zip(&evidence.description.metrics);
    let unit = |(measured, metric): (&crate::Measurement, &crate::Metric)| {
        Unit::Metric(MetricValue {
            name: quote::beginning(&metric.name, NAME_BYTES_MAX),
            value: measured.value,
            unit: quote::beginning(&metric.unit, UNIT_BYTES_MAX),
            goal: metric.goal,
        })
    };
    pairs.map(unit).collect()
}

/// A text in a first piece and the rest, which is not so short that the mark for it would be longer.
fn pieces(text: String, first: usize) -> (String, Option<String>) {
    let begin = quote::prefix(&text, first);
    if text.len() < begin.len() + super::unit::PIECE_BYTES_MIN {
        return (text, None);
    }
    let rest = text.get(begin.len()..).unwrap_or_default().to_owned();
    (begin.to_owned(), Some(rest))
}

fn message(reason: &Reason, early: &mut Vec<Unit>, late: &mut Vec<Unit>) {
    if reason.code == Code::Scored || reason.message.is_empty() {
        return;
    }
    let bytes = reason.message.len() as u64;
    let (first, rest) = pieces(quote::beginning(&reason.message, MESSAGE_BYTES_MAX), MESSAGE_FIRST);
    early.push(Unit::Message(first, bytes));
    late.extend(rest.map(|rest| Unit::Message(rest, bytes)));
}

/// The place, its line, the innermost steps, the lines around, the other steps.
fn place(reason: &Reason, text: Option<&str>, units: &mut Vec<Unit>) {
    let (mut lines, mut of) = (Vec::new(), 0);
    if let Some(position) = reason.position {
        if let Some(text) = text {
            (of, lines) = source::around(text, position.line, position.column);
        }
        let (line, column) = (position.line, position.column);
        units.push(Unit::Place(SourceNote { line, column, of, lines: Vec::new() }));
    }
    let mut lines = lines.into_iter().map(Unit::Line);
    units.extend(lines.next());
    let of = reason.traceback.len() as u64;
    let step = |frame: &crate::Frame| {
        let function = quote::beginning(&frame.function, NAME_BYTES_MAX);
        Unit::Step(Step { line: frame.line, function }, of)
    };
    let mut steps = reason.traceback.iter().rev().map(step);
    units.extend(steps.by_ref().take(STEPS_FIRST));
    units.extend(lines);
    units.extend(steps);
}

fn question(evidence: &Evidence<'_>, early: &mut Vec<Unit>, late: &mut Vec<Unit>) {
    let Some((before, case)) = evidence.failed else { return };
    let id = quote::beginning(&case.id, NAME_BYTES_MAX);
    early.push(Unit::Case(CaseNote { id, place: before as u64 + 1, question: None }));
    let Some(call) = &case.last_call else { return };
    let value = |text: &str, first| pieces(quote::beginning(text, VALUE_BYTES_MAX), first);
    let (arguments, rest) = value(&call.arguments, ARGUMENTS_FIRST);
    early.push(Unit::Question(QuestionNote {
        number: call.number,
        function: quote::beginning(&call.function, NAME_BYTES_MAX),
        arguments,
        answer: None,
        answered: call.answer.is_some(),
    }));
    late.extend(rest.map(Unit::Arguments));
    if let Some(answer) = &call.answer {
        let (first, rest) = value(answer, ANSWER_FIRST);
        early.push(Unit::Answer(first));
        late.extend(rest.map(Unit::Answer));
    }
}

/// What only the host's own reason knows: the names that a program has, the version of an interface.
fn hint(evidence: &Evidence<'_>) -> Option<String> {
    let reason = evidence.reason?;
    let rejected = reason.code.class() == crate::Class::Rejected;
    let telling = rejected || reason.code == Code::FailedNoSuchFunction;
    reason.hint.as_ref().filter(|_| telling).map(|hint| quote::beginning(hint, HINT_BYTES_MAX))
}

fn output(logs: &Logs, early: &mut Vec<Unit>, late: &mut Vec<Unit>) {
    type Stream = fn(String, u64) -> Unit;
    for (text, unit) in [(&logs.stderr, Unit::Stderr as Stream), (&logs.stdout, Unit::Stdout)] {
        let bytes = text.len() as u64;
        let text = text.strip_suffix('\n').unwrap_or(text);
        let lines = text.rsplit('\n').take(if bytes == 0 { 0 } else { LINES_MAX });
        let mut lines = lines.map(|line| unit(quote::end(line, LINE_BYTES_MAX), bytes));
        early.extend(lines.by_ref().take(LINES_FIRST));
        late.extend(lines);
    }
}

/// The most that one sandbox took of each budget, the nearest to its limit first.
fn budget(evidence: &Evidence<'_>) -> Vec<Unit> {
    type Used = fn(&Usage) -> u64;
    let budget = evidence.budget;
    let measured: [(&str, Used, u64); 4] = [
        ("fuel", |it| it.fuel, budget.fuel),
        ("memory", |it| it.memory_bytes_peak, budget.memory_bytes),
        ("output", |it| it.output_bytes, budget.output_bytes),
        ("host_calls", |it| it.host_calls, budget.host_calls),
    ];
    let mut found: Vec<BudgetUse> = measured
        .into_iter()
        .filter_map(|(limit, used, allowed)| {
            let used = evidence.usages.iter().map(used).max().filter(|used| 0 < *used)?;
            Some(BudgetUse { limit: limit.to_owned(), used, allowed })
        })
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse(per_mille(it)));
    found.into_iter().map(Unit::Budget).collect()
}

/// How much of a budget was used, in thousandths.
pub fn per_mille(used: &BudgetUse) -> u64 {
    let share = u128::from(used.used) * 1000 / u128::from(used.allowed.max(1));
    u64::try_from(share).unwrap_or(u64::MAX)
}

/// A number of a limit, in bytes or as a count.
pub fn format_limit(limit: &str, number: u64) -> String {
    let info = LIMITS.iter().find(|info| info.name == limit);
    match info {
        Some(info) => info.format(number),
        None if limit.ends_with("bytes") => crate::size::format_bytes(number),
        None => format_count(number),
    }
}
