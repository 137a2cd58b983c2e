//! The lines of a program around a place.

use super::parts::SourceLine;
use super::quote;

/// How many lines are shown on each side of the place.
const CONTEXT: u32 = 2;

/// The most bytes of one line.
const LINE_BYTES_MAX: usize = 200;

/// How many characters of a long line are shown before the column.
const BEFORE_COLUMN: usize = 60;

/// How many lines a program has, and those around `line`, the place itself first and then by their distance. A
/// line that the program does not have gives none.
pub fn around(source: &str, line: u32, column: u32) -> (u32, Vec<SourceLine>) {
    let first = line.saturating_sub(CONTEXT).max(1);
    let last = line.saturating_add(CONTEXT);
    let (mut count, mut found) = (0_u32, Vec::new());
    for text in lines(source) {
        count = count.saturating_add(1);
        if (first..=last).contains(&count) {
            let here = count == line;
            let text = shortened(text, if here { column } else { 0 });
            found.push(SourceLine { line: count, text, here });
        }
    }
    if line == 0 || count < line {
        return (count, Vec::new());
    }
    found.sort_by_key(|it| (it.line.abs_diff(line), it.line));
    (count, found)
}

/// The lines of a text as compilers count them: a line ends with a line feed, a carriage return, or both.
fn lines(source: &str) -> impl Iterator<Item = &str> {
    let mut rest = (!source.is_empty()).then_some(source);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let (line, after) = text.split_at_checked(end).unwrap_or((text, ""));
        let after = after.strip_prefix("\r\n").or_else(|| after.get(1..)).unwrap_or_default();
        // What follows the last line end is no line.
        rest = (!after.is_empty()).then_some(after);
        Some(line)
    })
}

/// A line, cut around the column if it is long.
fn shortened(text: &str, column: u32) -> String {
    let column = usize::try_from(column).unwrap_or(usize::MAX);
    let start = column.saturating_sub(BEFORE_COLUMN);
    let at = text.char_indices().nth(start).map(|(at, _)| at);
    match at.filter(|_| 0 < start && LINE_BYTES_MAX < text.len()) {
        Some(at) => {
            let part = quote::beginning(text.get(at..).unwrap_or_default(), LINE_BYTES_MAX - 3);
            format!("{}{part}", quote::DOTS)
        }
        None => quote::beginning(text, LINE_BYTES_MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(source: &str, line: u32, column: u32) -> (u32, Vec<(u32, String)>) {
        let (count, found) = around(source, line, column);
        (count, found.into_iter().map(|it| (it.line, it.text)).collect())
    }

    #[test]
    fn lines_are_counted_as_compilers_do_and_the_place_comes_first() {
        let expected = [(3, "c"), (2, "b"), (4, "d"), (1, "a"), (5, "e")];
        let expected: Vec<_> = expected.iter().map(|(n, text)| (*n, (*text).to_owned())).collect();
        assert_eq!(shown("a\nb\r\nc\rd\ne\nf\n", 3, 0), (6, expected));
        assert_eq!(shown("a", 1, 1), (1, vec![(1, "a".to_owned())]));
        assert_eq!(shown("\n\nx", 3, 0).1[0], (3, "x".to_owned()));
    }

    #[test]
    fn a_place_that_is_not_there_shows_nothing() {
        for (source, line) in [("", 1), ("a\n", 2), ("a", 0), ("a\nb\n", u32::MAX)] {
            assert_eq!(shown(source, line, 7).1, []);
        }
    }

    #[test]
    fn a_long_line_is_cut_around_its_column() {
        let line = format!("{}here{}", "a".repeat(1000), "b".repeat(100_000));
        let (_, found) = shown(&line, 1, 1001);
        assert_eq!(found[0].1.len(), 200);
        assert!(found[0].1.starts_with("...a") && found[0].1.contains("aahereb"), "{}", found[0].1);
        assert!(found[0].1.ends_with("b..."));
        assert_eq!(shown(&line, 1, u32::MAX).1[0].1.len(), 200);
    }
}
