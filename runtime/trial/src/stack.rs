//! Where a program was at one moment: its stack, as plain data of bounded size.
//!
//! Names in it are the program's own: whoever wrote it chose them. They are cut and made harmless here, once,
//! so that no table, file or picture has to remember it.

use serde::{Deserialize, Serialize};

use crate::hidden::is_hidden;

/// The most frames of a stack: as many of the outermost, and as many of the innermost, as half of this. What
/// people look at has some ten; a recursion has as many as its memory allows.
pub const STACK_FRAMES_MAX: usize = 128;

/// The most bytes of a name: names of Rust functions with their generics have some hundred.
pub const STACK_NAME_BYTES_MAX: usize = 256;

/// Stands for frames that were left out of the middle of a stack.
pub const LEFT_OUT: &str = "(frames left out)";

/// One function that was under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StackFrame {
    /// The function's name.
    pub function: String,
    /// The file that it is in, or empty if that is not known.
    pub file: String,
    /// The line that it was at, from 1, or 0 if that is not known.
    pub line: u32,
}

/// The functions that were under way, from the outermost to the innermost.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stack(Vec<StackFrame>);

impl StackFrame {
    /// A frame of which only the function's name is known.
    #[must_use]
    pub fn named(function: &str) -> Self {
        Self { function: function.to_owned(), ..Self::default() }
    }
}

impl Stack {
    /// A stack of bounded size, of frames from the outermost to the innermost. If there are too many, a function
    /// that called itself directly is there once, and if there still are, those in the middle are left out.
    #[must_use]
    pub fn of(mut frames: Vec<StackFrame>) -> Self {
        if STACK_FRAMES_MAX < frames.len() {
            frames.dedup();
        }
        if STACK_FRAMES_MAX < frames.len() {
            let half = STACK_FRAMES_MAX / 2;
            let innermost = frames.split_off(frames.len() - half + 1);
            frames.truncate(half);
            frames.push(StackFrame::named(LEFT_OUT));
            frames.extend(innermost);
        }
        for frame in &mut frames {
            frame.function = harmless(&frame.function);
            frame.file = harmless(&frame.file);
        }
        Self(frames)
    }

    /// The same of a stack that somebody hostile may have made.
    #[must_use]
    pub fn bounded(self) -> Self {
        Self::of(self.0)
    }

    /// The frames, from the outermost to the innermost.
    #[must_use]
    pub fn frames(&self) -> &[StackFrame] {
        &self.0
    }
}

/// A name on one line, without control characters and those that reorder what is shown, and not too long.
fn harmless(name: &str) -> String {
    let mut clean = String::new();
    for character in name.chars() {
        if STACK_NAME_BYTES_MAX - 3 - 10 < clean.len() {
            clean.push_str("...");
            break;
        }
        if is_harmful(character) {
            clean.extend(character.escape_unicode());
        } else {
            clean.push(character);
        }
    }
    clean
}

/// What is hidden, and the two characters that no XML may have.
fn is_harmful(character: char) -> bool {
    is_hidden(character) || matches!(character, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(count: usize) -> Vec<StackFrame> {
        (0..count).map(|index| StackFrame::named(&format!("f{index}"))).collect()
    }

    #[test]
    fn a_stack_keeps_both_ends_within_its_bound() {
        let stack = Stack::of(frames(STACK_FRAMES_MAX));
        assert_eq!(stack.frames(), frames(STACK_FRAMES_MAX));
        let stack = Stack::of(frames(STACK_FRAMES_MAX + 1));
        assert_eq!(stack.frames().len(), STACK_FRAMES_MAX);
        assert_eq!(stack.frames()[0].function, "f0");
        assert_eq!(stack.frames()[64].function, LEFT_OUT);
        assert_eq!(stack.frames()[127].function, "f128");
        assert_eq!(stack.clone().bounded(), stack);
        let recursion = vec![StackFrame::named("f"); 100_000];
        assert_eq!(Stack::of(recursion).frames(), [StackFrame::named("f")]);
    }

    #[test]
    fn names_are_cut_and_harmless() {
        let stack = Stack::of(vec![StackFrame::named("a\u{1b}[2J\n\u{202e}\u{ffff}<b>")]);
        assert_eq!(stack.frames()[0].function, "a\\u{1b}[2J\\u{a}\\u{202e}\\u{ffff}<b>");
        for name in ["x".repeat(10_000), "\u{1b}".repeat(10_000), "\u{1f600}".repeat(10_000)] {
            let stack = Stack::of(vec![StackFrame::named(&name)]);
            let name = &stack.frames()[0].function;
            assert!(name.len() <= STACK_NAME_BYTES_MAX && name.ends_with("..."), "{name}");
        }
    }
}
