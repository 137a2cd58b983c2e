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

/// The first complaint about the program's own files in what a compiler has printed, one complaint a line as
/// `FILE:LINE:COLUMN: error: MESSAGE`.
pub fn source_error(output: &str) -> BuildError {
    match output.lines().find_map(|line| complaint(line, SOURCE_FOLDER)) {
        Some((place, message)) => error(message, position(place)),
        None => BuildError::source(
            "the compiler refuses the program without a word that could be shown",
        ),
    }
}

/// The first complaint about the generated files: the program does not fit them.
pub fn complaint_about_glue(output: &str) -> Option<&str> {
    output.lines().find_map(|line| complaint(line, GLUE_FOLDER)).map(|(_, message)| message)
}

/// The place and the message of a line that complains about a file in one of the folders.
fn complaint<'a>(line: &'a str, folder: &str) -> Option<(&'a str, &'a str)> {
    let (place, rest) = line.split_once(": ")?;
    let file = lexical(place.split(':').next()?)?;
    if file.split('/').next() != Some(folder) {
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

/// A relative path without detours: `source/src/../x` is `source/x`. None for one that is absolute or leads out.
pub fn lexical(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" => return None,
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What a linker says, without the objects that it says it of.
pub fn link_error(output: &str) -> Option<&str> {
    output.lines().find_map(|line| {
        let (before, rest) = line.split_once("error: ")?;
        if !before.contains("ld") {
            return None;
        }
        let known = ["undefined symbol: ", "duplicate symbol: ", "function signature mismatch: "];
        known.iter().find_map(|known| rest.get(rest.find(known)?..))
    })
}

/// A file that is not there for a program, whether or not it is there for others.
pub fn unseen(position: Option<Position>) -> BuildError {
    BuildError::Source {
        message: "a file is not there, as far as the compiler can see".to_owned(),
        position,
        hint: Some(
            "a program sees its own files and the standard headers of its language, nothing else",
        ),
    }
}

fn error(message: &str, position: Option<Position>) -> BuildError {
    // Where it was asked for is said of the program's own files only: of others, not even whether they are
    // there may make a difference.
    if let Some(rest) = message.strip_prefix("couldn't read `") {
        let own = rest.split('`').next().and_then(lexical);
        let own = own.is_some_and(|file| file.split('/').next() == Some(SOURCE_FOLDER));
        return unseen(position.filter(|_| own));
    }
    if message.starts_with('\'') && message.ends_with("' file not found") {
        return unseen(position);
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
        let BuildError::Source { message: found, position, .. } = source_error(output) else {
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
        check("source/src/../b.rs:2:1: error: no\n", "no", Some((2, 1)));
    }

    #[test]
    fn linkers_and_generated_files_are_heard_for_themselves_only() {
        let text = "wasm-ld: error: tmp/candidate-1f.o: undefined symbol: mystery\n";
        assert_eq!(link_error(text), Some("undefined symbol: mystery"));
        let text = "source/../glue/bindings.rs:9:1: error[E0425]: cannot find function `f`\n";
        assert_eq!(complaint_about_glue(text), Some("cannot find function `f`"));
        assert_eq!(complaint_about_glue("source/x.rs:1:1: error: glue/x: error: y\n"), None);
    }

    #[test]
    fn whose_a_path_is_is_told_without_looking() {
        assert_eq!(lexical("source/../glue/./x").as_deref(), Some("glue/x"));
        for path in ["/etc/passwd", "source/../../x", "source//x", "", ".."] {
            assert_eq!(lexical(path), None, "{path}");
        }
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
        let text = "source/candidate.c:1:10: fatal error: '/etc/passwd' file not found";
        check(text, hidden, Some((1, 10)));
        let read = |file: &str| {
            format!("source/candidate.rs:1:10: error: couldn't read `{file}`: no (os error 13)")
        };
        check(&read("source/mine.txt"), hidden, Some((1, 10)));
        // The same as for one that was read, about which the compiler does not complain.
        check(&read("/etc/passwd"), hidden, None);
        check(&read("source/../tmp/read.d"), hidden, None);
    }

    #[test]
    fn a_long_message_is_cut() {
        let text = format!("source/candidate.c:1:1: error: {}", "é".repeat(9_999));
        assert_eq!(source_error(&text).to_string().chars().count(), 501);
    }
}
