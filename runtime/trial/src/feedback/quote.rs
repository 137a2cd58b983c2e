//! Text of others made harmless: one line, nothing that a terminal or a reader would obey, nothing invisible.

use std::fmt::Write as _;

/// Letters and symbols by name that are blank when they are shown, which are all that the tables of the
/// standard library count as printable.
const BLANK: &[char] = &['\u{115f}', '\u{1160}', '\u{2800}', '\u{3164}', '\u{ffa0}'];

/// Escapes what is not plainly visible: control characters, line ends, spaces but the common one, characters
/// that change direction, join, combine, or have no picture. Backslashes and quotes stay as they are.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    text.chars().for_each(|character| push(&mut escaped, character));
    escaped
}

/// The beginning of a text, escaped, at most `bytes_max` bytes; ends with `...` if that is not all.
pub fn beginning(text: &str, bytes_max: usize) -> String {
    let mut escaped = String::new();
    // Where the text would have to end to leave room for the dots.
    let mut end = 0;
    for character in text.chars() {
        push(&mut escaped, character);
        if escaped.len() + DOTS.len() <= bytes_max {
            end = escaped.len();
        }
        if bytes_max < escaped.len() {
            escaped.truncate(end);
            escaped.push_str(DOTS);
            break;
        }
    }
    escaped
}

/// The end of a text, escaped, at most `bytes_max` bytes; begins with `...` if that is not all.
pub fn end(text: &str, bytes_max: usize) -> String {
    let room = bytes_max.saturating_sub(DOTS.len());
    let (mut kept, mut from) = (0, text.len());
    for (index, character) in text.char_indices().rev() {
        let mut one = String::new();
        push(&mut one, character);
        kept += one.len();
        if bytes_max < kept {
            let tail = escape(text.get(from..).unwrap_or_default());
            return format!("{DOTS}{tail}");
        }
        if kept <= room {
            from = index;
        }
    }
    escape(text)
}

/// The beginning of an escaped text, at most `bytes_max` bytes, not in the middle of an escape.
pub fn prefix(escaped: &str, bytes_max: usize) -> &str {
    let mut end = escaped.floor_char_boundary(bytes_max);
    let kept = escaped.get(..end).unwrap_or_default();
    // The longest escape is `\u{10ffff}`.
    if let Some(start) = kept.rfind("\\u{").filter(|start| end < start + 10)
        && !kept.get(start..).unwrap_or_default().contains('}')
    {
        end = start;
    }
    escaped.get(..end).unwrap_or_default()
}

/// What stands where something is left out.
pub const DOTS: &str = "...";

fn push(escaped: &mut String, character: char) {
    if matches!(character, ' ' | '\\' | '\'' | '"') {
        escaped.push(character);
    } else if BLANK.contains(&character) {
        // Writing into a text cannot fail.
        let _ = write!(escaped, "{}", character.escape_unicode());
    } else {
        escaped.extend(character.escape_debug());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_plainly_visible_is_escaped() {
        for (text, escaped) in [
            ("a\u{1b}[2J\u{7f}\u{9b}1m", "a\\u{1b}[2J\\u{7f}\\u{9b}1m"),
            ("a\nb\r\tc\0", "a\\nb\\r\\tc\\0"),
            ("\u{202e}x\u{2066}y\u{200f}\u{61c}", "\\u{202e}x\\u{2066}y\\u{200f}\\u{61c}"),
            (
                "a\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}b",
                "a\\u{200b}\\u{200d}\\u{2060}\\u{feff}\\u{ad}b",
            ),
            ("\u{2028}\u{2029}\u{85}\u{a0}", "\\u{2028}\\u{2029}\\u{85}\\u{a0}"),
            ("\u{e0049}\u{e007f}\u{fe0f}\u{301}", "\\u{e0049}\\u{e007f}\\u{fe0f}\\u{301}"),
            ("\u{3164}\u{2800}\u{e000}\u{fffe}", "\\u{3164}\\u{2800}\\u{e000}\\u{fffe}"),
            (
                "f(\"x\\n\", 'y') gr\u{fc}n \u{1f600} \u{4e2d}",
                "f(\"x\\n\", 'y') gr\u{fc}n \u{1f600} \u{4e2d}",
            ),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }

    #[test]
    fn beginnings_and_ends_keep_to_their_bytes_and_whole_escapes() {
        assert_eq!(beginning("abcdef", 6), "abcdef");
        assert_eq!(beginning("abcdefg", 6), "abc...");
        assert_eq!(beginning("ab\u{1b}defg", 9), "ab...");
        assert_eq!(end("abcdef", 6), "abcdef");
        assert_eq!(end("abcdefg", 6), "...efg");
        assert_eq!(end("abc\u{1b}efg", 8), "...efg");
        assert_eq!(prefix("ab\\u{1b}c", 9), "ab\\u{1b}c");
        assert_eq!(prefix("ab\\u{1b}c", 8), "ab\\u{1b}");
        for cut in 5..8 {
            assert_eq!(prefix("ab\\u{1b}c", cut), "ab");
        }
        let text = "\u{e4}\u{1b}\u{202e}x".repeat(20);
        for bytes in 3..300 {
            assert!(beginning(&text, bytes).len() <= bytes);
            assert!(end(&text, bytes).len() <= bytes);
            assert!(prefix(&escape(&text), bytes).len() <= bytes);
        }
    }
}
