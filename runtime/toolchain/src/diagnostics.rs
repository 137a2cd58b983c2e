//! What a compiler says, as one message that is safe to show.
//!
//! A message may quote the program and nothing else: no paths of this machine, and no word on which files
//! exist outside of the program's own.

use lazaret_trial::Position;

use crate::failure::BuildError;

/// The most characters of a message.
const MESSAGE_CHARACTERS_MAX: usize = 500;

/// The folder of the program's own files, as the compiler sees it.
pub const SOURCE_FOLDER: &str = "source";

/// The folder of the generated files, beside it.
pub const GLUE_FOLDER: &str = "glue";

/// The first complaint in what a compiler has printed, one complaint a line as
/// `FILE:LINE:COLUMN: error: MESSAGE`.
pub fn first_error(output: &str) -> BuildError {
    let lines = || output.lines();
    if let Some((place, message)) = lines().find_map(complaint) {
        return error(message, position(place));
    }
    if let Some(message) = lines().find_map(linker_complaint) {
        return error(message, None);
    }
    BuildError::source("the compiler refuses the program without a word that could be shown")
}

/// The place and the message of a line that complains about one of the program's own files.
fn complaint(line: &str) -> Option<(&str, &str)> {
    let (place, rest) = line.split_once(": ")?;
    if !place.strip_prefix(SOURCE_FOLDER)?.starts_with('/') || place.contains("/../") {
        return None;
    }
    let rest = rest.strip_prefix("fatal ").unwrap_or(rest);
    let rest = rest.strip_prefix("error")?;
    // Rust has numbers: `error[E0425]: ...`.
    let rest = match rest.strip_prefix('[') {
        Some(numbered) => numbered.split_once(']')?.1,
        None => rest,
    };
    Some((place, rest.strip_prefix(": ")?))
}

/// The first complaint about the generated files: the program does not fit them.
pub fn misfit(output: &str) -> Option<&str> {
    let glue = |line: &&str| line.starts_with(GLUE_FOLDER) || line.contains("/../glue/");
    let line = output.lines().filter(glue).find(|line| line.contains(": error"))?;
    Some(line.split_once(": error")?.1.split_once(": ")?.1)
}

/// What a linker says, without the objects that it says it of.
fn linker_complaint(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("error: ")?;
    if !before.contains("ld") {
        return None;
    }
    for known in ["undefined symbol: ", "duplicate symbol: ", "function signature mismatch: "] {
        if let Some(at) = rest.find(known) {
            return rest.get(at..);
        }
    }
    None
}

fn error(message: &str, position: Option<Position>) -> BuildError {
    let unreachable =
        ["file not found", "couldn't read", "cannot open", "ermission denied", "incbin"];
    if unreachable.iter().any(|known| message.contains(known)) {
        return BuildError::Source {
            message: "a file is not there, as far as the compiler can see".to_owned(),
            position,
            hint: Some(
                "a program sees its own files and the standard headers of its language, nothing else",
            ),
        };
    }
    let mut short: String = message.chars().take(MESSAGE_CHARACTERS_MAX).collect();
    if short.len() < message.len() {
        short.push('…');
    }
    BuildError::Source { message: short, position, hint: None }
}

/// `source/FILE:LINE:COLUMN`, where the rest may be missing.
fn position(place: &str) -> Option<Position> {
    let mut numbers = place.rsplit(':').take(2).map(str::parse);
    let column = numbers.next()?.ok()?;
    let line = numbers.next()?.ok()?;
    Some(Position { line, column })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(output: &str, message: &str, place: Option<(u32, u32)>) {
        let BuildError::Source { message: found, position, .. } = first_error(output) else {
            panic!("not the source's fault");
        };
        assert_eq!(found, message);
        assert_eq!(position.map(|it| (it.line, it.column)), place);
    }

    #[test]
    fn the_first_complaint_about_the_programs_own_files() {
        let text = "warning: x\nsource/candidate.c:3:5: error: use of undeclared identifier 'x'\n\
                    source/candidate.c:9:1: error: no\n";
        check(text, "use of undeclared identifier 'x'", Some((3, 5)));
        let text = "source/candidate.rs:2:1: error[E0425]: cannot find value `x` in this scope\n";
        check(text, "cannot find value `x` in this scope", Some((2, 1)));
        check("source/a/b.h:7:1: fatal error: too many errors\n", "too many errors", Some((7, 1)));
        let text = "wasm-ld: error: tmp/candidate-1f.o: undefined symbol: mystery\n";
        check(text, "undefined symbol: mystery", None);
    }

    #[test]
    fn nothing_of_this_machine_is_said() {
        let silence = "the compiler refuses the program without a word that could be shown";
        check("/etc/passwd:1:1: error: unknown type name 'root'\n", silence, None);
        check("clang: error: unable to execute /home/me/bin/ld\n", silence, None);
        check("source/../../etc/passwd:1:1: error: x\n", silence, None);
        check("source/../glue/bindings.rs:1:1: error: x\n", silence, None);
        check("", silence, None);
        let hidden = "a file is not there, as far as the compiler can see";
        for text in [
            "source/candidate.c:1:10: fatal error: '/etc/passwd' file not found",
            "source/candidate.c:1:10: fatal error: cannot open file '/etc/shadow': Permission denied",
            "source/candidate.rs:1:10: error: couldn't read `/etc/passwd`: Permission denied (os error 13)",
            "source/candidate.c:1:10: error: Could not find incbin file '/etc/passwd'",
        ] {
            let found = first_error(text).to_string();
            assert_eq!(found, hidden);
        }
    }

    #[test]
    fn a_long_message_is_cut() {
        let text = format!("source/candidate.c:1:1: error: {}", "é".repeat(9_999));
        assert_eq!(first_error(&text).to_string().chars().count(), 501);
    }
}
