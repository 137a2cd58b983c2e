//! The program in a model's answer: a fenced block with all of it, or changes of its parent.
//!
//! Pure: the same texts give the same program or the same reason why there is none, and no text makes it panic. Where
//! an answer could mean two things, it means nothing: what is tried is what the model wrote, and not a guess.

use super::PROGRAM_BYTES_MAX;

/// The most bytes of an answer that is looked at.
pub const ANSWER_BYTES_MAX: usize = 2 << 20;

/// The most changes in one answer.
const CHANGES_MAX: usize = 100;

/// What opens and closes a region that may be changed, in a comment of any language.
const START: &str = "EVOLVE-BLOCK-START";
const END: &str = "EVOLVE-BLOCK-END";

const SEARCH: &str = "<<<<<<< SEARCH";
const DIVIDER: &str = "=======";
const REPLACE: &str = ">>>>>>> REPLACE";

/// What stands around the thoughts of models that think aloud.
const THOUGHT: (&str, &str) = ("<think>", "</think>");

/// The program that an answer asks to try.
///
/// # Errors
/// If there is none, in words: the reason goes into the record.
pub fn program(answer: &str, parent: &str, language: &str) -> Result<String, String> {
    if ANSWER_BYTES_MAX < answer.len() {
        let length = answer.len();
        return Err(format!("the answer has {length} bytes, {ANSWER_BYTES_MAX} are read"));
    }
    let answer = without_thoughts(answer)?;
    if answer.trim().is_empty() {
        return Err("the answer is empty".to_owned());
    }
    let lines: Vec<&str> = answer.lines().collect();
    let program = if lines.iter().any(|line| line.trim() == SEARCH) {
        changed(parent, &changes(&lines)?)?
    } else {
        whole(parent, block(&lines, language)?)?
    };
    if program.trim().is_empty() {
        return Err("the program is empty".to_owned());
    }
    if PROGRAM_BYTES_MAX < program.len() {
        let length = program.len();
        return Err(format!("the program has {length} bytes, {PROGRAM_BYTES_MAX} are read"));
    }
    Ok(program)
}

/// Where a program may be changed: the numbers of the lines of each pair of marks, which stay. None if it has no marks,
/// and may be changed everywhere.
///
/// # Errors
/// If the marks are no pairs.
pub fn regions(program: &str) -> Result<Vec<(usize, usize)>, String> {
    let mut regions = Vec::new();
    let mut open = None;
    for (number, line) in program.lines().enumerate() {
        let wrong = |what: &str| format!("line {}: {what}", number + 1);
        match (mark(line), open) {
            (None, _) => {}
            (Some(Mark::Start), None) => open = Some(number),
            (Some(Mark::Start), Some(_)) => return Err(wrong(&format!("a second {START}"))),
            (Some(Mark::End), Some(start)) => {
                regions.push((start, number));
                open = None;
            }
            (Some(Mark::End), None) => return Err(wrong(&format!("{END} without {START}"))),
        }
    }
    match open {
        Some(start) => Err(format!("line {}: {START} without {END}", start + 1)),
        None => Ok(regions),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Start,
    End,
}

/// The mark in a line that is a comment.
fn mark(line: &str) -> Option<Mark> {
    let line = line.trim_start();
    let comment = ["#", "//", "/*", ";;", "--"].iter().any(|it| line.starts_with(it));
    match (comment, line.contains(START), line.contains(END)) {
        (true, true, false) => Some(Mark::Start),
        (true, false, true) => Some(Mark::End),
        _ => None,
    }
}

fn without_thoughts(answer: &str) -> Result<&str, String> {
    let Some(thoughts) = answer.trim_start().strip_prefix(THOUGHT.0) else { return Ok(answer) };
    let after = thoughts.split_once(THOUGHT.1).map(|(_, after)| after);
    after.ok_or_else(|| "the answer ends within the model's thoughts".to_owned())
}

/// Lines to be found, and what comes in their place.
struct Change<'a> {
    search: Vec<&'a str>,
    replace: Vec<&'a str>,
}

/// The changes in an answer.
fn changes<'a>(lines: &[&'a str]) -> Result<Vec<Change<'a>>, String> {
    enum Place {
        Outside,
        Search,
        Replace,
    }
    let mut place = Place::Outside;
    let mut changes: Vec<Change<'a>> = Vec::new();
    for line in lines {
        let number = changes.len();
        let wrong = |what: &str| Err(format!("change {number}: {what}"));
        match (line.trim(), &place) {
            (SEARCH, Place::Outside) => {
                if CHANGES_MAX <= number {
                    return Err(format!("more than {CHANGES_MAX} changes"));
                }
                changes.push(Change { search: Vec::new(), replace: Vec::new() });
                place = Place::Search;
            }
            (SEARCH, _) => return wrong("another one begins before it ends"),
            (DIVIDER, Place::Search) => place = Place::Replace,
            (DIVIDER, Place::Replace) => return wrong("it has a second line of ======="),
            (REPLACE, Place::Replace) => place = Place::Outside,
            (REPLACE, Place::Search) => return wrong("it has no line of ======="),
            (REPLACE, Place::Outside) => return wrong("after it a change ends that did not begin"),
            (_, Place::Outside) => {}
            (_, Place::Search) => {
                changes.last_mut().into_iter().for_each(|it| it.search.push(line));
            }
            (_, Place::Replace) => {
                changes.last_mut().into_iter().for_each(|it| it.replace.push(line));
            }
        }
    }
    match place {
        Place::Outside => Ok(changes),
        _ => Err(format!("change {}: the answer ends before it does", changes.len())),
    }
}

/// A parent with all changes, one after the other.
fn changed(parent: &str, changes: &[Change<'_>]) -> Result<String, String> {
    let confined = !regions(parent)?.is_empty();
    let mut text = parent.to_owned();
    for (number, change) in (1..).zip(changes) {
        let wrong = |what: String| format!("change {number}: {what}");
        if change.search.iter().all(|line| line.trim().is_empty()) {
            return Err(wrong("it searches for nothing".to_owned()));
        }
        if confined && change.replace.iter().any(|line| mark(line).is_some()) {
            return Err(wrong(format!("it writes a {START} or {END} of its own")));
        }
        text = one_changed(&text, change).map_err(wrong)?;
        // What is put in may make a program many times as long, a change at a time.
        if PROGRAM_BYTES_MAX < text.len() {
            let length = text.len();
            return Err(wrong(format!(
                "the program has {length} bytes, {PROGRAM_BYTES_MAX} are read"
            )));
        }
    }
    Ok(text)
}

fn one_changed(text: &str, change: &Change<'_>) -> Result<String, String> {
    let regions = regions(text)?;
    let lines: Vec<&str> = text.lines().collect();
    let length = change.search.len();
    let inside = |at: usize| {
        regions.is_empty() || regions.iter().any(|(start, end)| *start < at && at + length <= *end)
    };
    let found = places(&lines, &change.search);
    let allowed: Vec<usize> = found.iter().copied().filter(|at| inside(*at)).collect();
    let at = match (allowed.as_slice(), found.as_slice()) {
        ([at], _) => *at,
        ([], []) => return Err("what it searches for is not in the program".to_owned()),
        ([], _) => {
            return Err(format!("what it searches for is outside of {START} and {END}"));
        }
        (several, _) => {
            let count = several.len();
            return Err(format!("what it searches for is in the program {count} times"));
        }
    };
    let (before, rest) = lines.split_at(at);
    let after = rest.iter().skip(length);
    let lines = before.iter().chain(&change.replace).chain(after);
    Ok(joined(lines.copied()))
}

/// Where some lines stand among others (Knuth, Morris and Pratt 1977): what a model writes decides neither how often a
/// line is looked at, nor how long this takes. Blanks at the end of a line mean nothing, and models lose them.
fn places(lines: &[&str], wanted: &[&str]) -> Vec<usize> {
    let same =
        |one: Option<&&str>, other: &str| one.is_some_and(|one| one.trim_end() == other.trim_end());
    // For each number of lines that fit: how many still fit at the next place that is possible.
    let mut shorter = vec![0];
    let mut fit: usize = 0;
    let step = |mut fit: usize, shorter: &[usize], line: &str| {
        while 0 < fit && !same(wanted.get(fit), line) {
            fit = fit.checked_sub(1).and_then(|it| shorter.get(it)).copied().unwrap_or(0);
        }
        if same(wanted.get(fit), line) { fit + 1 } else { fit }
    };
    for line in wanted.iter().skip(1) {
        fit = step(fit, &shorter, line);
        shorter.push(fit);
    }
    let mut found = Vec::new();
    fit = 0;
    for (number, line) in (1..).zip(lines) {
        fit = step(fit, &shorter, line);
        if fit == wanted.len() {
            found.push(number - fit);
        }
    }
    found
}

/// The one block of code of an answer, of those in the language if there are any.
fn block<'a>(lines: &[&'a str], language: &str) -> Result<Vec<&'a str>, String> {
    let blocks = blocks(lines)?;
    let named = |it: &&(&str, Vec<&'a str>)| names(language).contains(&it.0);
    let of_language: Vec<_> = blocks.iter().filter(named).collect();
    let of_any: Vec<_> = blocks.iter().collect();
    let usable = if of_language.is_empty() { of_any } else { of_language };
    match usable.as_slice() {
        [] => Err("the answer has no block of code".to_owned()),
        [(_, block)] => Ok(block.clone()),
        several => {
            Err(format!("the answer has {} blocks of code, and one is wanted", several.len()))
        }
    }
}

/// What a language is called after a fence.
fn names(language: &str) -> &'static [&'static str] {
    match language {
        "py" => &["python", "py", "python3"],
        "js" | "mjs" => &["javascript", "js", "mjs"],
        "c" => &["c"],
        "rs" => &["rust", "rs"],
        "wat" => &["wat", "wasm", "webassembly"],
        _ => &[],
    }
}

/// All fenced blocks with the word after their fence.
fn blocks<'a>(lines: &[&'a str]) -> Result<Vec<(&'a str, Vec<&'a str>)>, String> {
    let mut blocks = Vec::new();
    let mut open: Option<(char, usize, &'a str, Vec<&'a str>)> = None;
    for line in lines {
        let fenced = fence(line);
        open = match (open.take(), fenced) {
            (None, None) => None,
            (None, Some((kind, count, word))) => Some((kind, count, word, Vec::new())),
            // A fence closes if it is of the kind that opened, at least as long, and has nothing after it.
            (Some((kind, count, word, block)), Some((other, length, "")))
                if kind == other && count <= length =>
            {
                blocks.push((word, block));
                None
            }
            (Some((kind, count, word, mut block)), _) => {
                block.push(*line);
                Some((kind, count, word, block))
            }
        };
    }
    if open.is_some() {
        return Err("the answer ends within its block of code".to_owned());
    }
    Ok(blocks)
}

/// What a fence is made of, how long it is, and the word after it.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let line = line.trim();
    let kind = line.chars().next().filter(|it| ['`', '~'].contains(it))?;
    let rest = line.trim_start_matches(kind);
    let count = line.len() - rest.len();
    let word = rest.split_whitespace().next().unwrap_or_default();
    (3 <= count && !rest.contains('`')).then_some((kind, count, word))
}

/// A whole program in the place of its parent, of which everything outside of its regions stays.
fn whole(parent: &str, block: Vec<&str>) -> Result<String, String> {
    let wanted = regions(parent)?;
    let text = joined(block.iter().copied());
    if wanted.is_empty() {
        return Ok(text);
    }
    let given = regions(&text)?;
    if given.len() != wanted.len() {
        return Err(format!(
            "the program has {} regions of {START} and {END}, its parent has {}",
            given.len(),
            wanted.len()
        ));
    }
    let lines: Vec<&str> = parent.lines().collect();
    let mut result: Vec<&str> = Vec::new();
    // The first lines behind the last region, of both.
    let (mut at, mut at_given) = (0, 0);
    for ((start, end), (start_given, end_given)) in wanted.into_iter().zip(given) {
        let outside = lines.get(at..=start).unwrap_or_default();
        same_outside(outside, block.get(at_given..=start_given).unwrap_or_default(), at)?;
        result.extend(outside);
        result.extend(block.get(start_given + 1..end_given).unwrap_or_default());
        (at, at_given) = (end, end_given);
    }
    let outside = lines.get(at..).unwrap_or_default();
    same_outside(outside, block.get(at_given..).unwrap_or_default(), at)?;
    result.extend(outside);
    Ok(joined(result.into_iter()))
}

/// That an answer left alone what is not its to change; layout is.
fn same_outside(parent: &[&str], given: &[&str], first: usize) -> Result<(), String> {
    let full = |lines: &[&str]| -> Vec<String> {
        lines.iter().map(|it| it.trim_end().to_owned()).filter(|it| !it.is_empty()).collect()
    };
    if full(parent) == full(given) {
        return Ok(());
    }
    let (from, to) = (first + 1, first + parent.len());
    Err(format!(
        "the program differs from its parent outside of {START} and {END}, lines {from} to {to}"
    ))
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests;
