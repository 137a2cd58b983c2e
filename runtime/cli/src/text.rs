//! Text on its way to a terminal. Nothing that a guest wrote gets there unescaped.

#![expect(clippy::print_stderr, reason = "the one place that prints")]

use std::io::Write;

use lazaret_trial::{LIMITS, Reason, format_bytes, format_count, is_hidden};

/// One line, or several, of data.
pub fn out(line: &str) {
    // A reader that went away (`lazaret ... | head`) is no error.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// One line, or several, for people.
pub fn err(line: &str) {
    eprintln!("{line}");
}

/// Makes text of a guest harmless: control characters, escape sequences and characters that reorder
/// what is shown become visible; line ends and tabs stay.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => escaped.push(character),
            _ if is_hidden(character) => escaped.extend(character.escape_default()),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The same on one line, cut to `width` characters.
pub fn escape_line(text: &str, width: usize) -> String {
    let line = escape(text).replace(['\n', '\t'], " ");
    if line.chars().count() <= width {
        return line;
    }
    let cut: String = line.chars().take(width.saturating_sub(3)).collect();
    format!("{cut}...")
}

/// A reason as people read it: code, message and details. To standard error.
pub fn reason(reason: &Reason) {
    err(&format!("{} {}", red(reason.code.as_str()), escape(&reason.message)));
    details(reason);
}

/// What a reason has besides its message: limit, place, advice. To standard error.
pub fn details(reason: &Reason) {
    if let Some(excess) = &reason.excess {
        let number = |number| format_limit(&excess.limit, number);
        let (measured, allowed) = (number(excess.measured), number(excess.allowed));
        err(&format!("  {}: {measured} measured, {allowed} allowed", excess.limit));
    }
    for frame in &reason.traceback {
        err(&format!("  line {}, in {}", frame.line, escape(&frame.function)));
    }
    if let (Some(position), true) = (reason.position, reason.traceback.is_empty()) {
        err(&format!("  line {}, column {}", position.line, position.column));
    }
    if let Some(hint) = &reason.hint {
        err(&format!("{} {}", cyan("hint:"), escape(hint)));
    }
    err(&format!("{} lazaret explain {}", cyan("more:"), reason.code));
}

/// A number of a limit, in bytes or as a count.
pub fn format_limit(limit: &str, number: u64) -> String {
    let bytes =
        LIMITS.iter().any(|info| info.name == limit && info.bytes) || limit.ends_with("bytes");
    if bytes { format_bytes(number) } else { format_count(number) }
}

pub fn red(text: &str) -> String {
    console::style(text).red().bold().for_stderr().to_string()
}

pub fn cyan(text: &str) -> String {
    console::style(text).cyan().for_stderr().to_string()
}

pub fn bold(text: &str) -> String {
    console::style(text).bold().to_string()
}

pub fn dim(text: &str) -> String {
    console::style(text).dim().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_become_visible() {
        assert_eq!(escape("a\u{1b}[2Jb\rc\nd"), "a\\u{1b}[2Jb\\rc\nd");
        assert_eq!(escape("\u{202e}abc\u{feff}"), "\\u{202e}abc\\u{feff}");
        assert_eq!(escape("gr\u{fc}n \u{1f600}"), "gr\u{fc}n \u{1f600}");
        assert_eq!(escape_line("a\nb\tcdefgh", 6), "a b...");
    }
}
