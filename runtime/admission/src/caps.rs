//! The caps: for each its name, what it counts, its numbers, and why they are these.
//!
//! Byte size alone protects no compiler: nested loops of 14 KB cost one 20 s, and a straight line of 2 MB of
//! calls costs it 2.3 GB of memory. So what makes compilers slow is counted by itself, before one sees it. The
//! measurements are those of `tests/bench`, `bombs`.

use lazaret_trial::{Digester, format_bytes, format_count};

use crate::rejection::Rejection;

/// One cap: what it counts, and its numbers.
#[derive(Clone, Copy, Debug)]
pub struct CapInfo {
    /// The cap itself.
    pub cap: Cap,
    /// The name in `task.toml`. A cap whose name ends in `bytes` counts bytes.
    pub name: &'static str,
    /// What is counted, for people.
    pub what: &'static str,
    /// The least that makes sense.
    pub least: u64,
    /// What untrusted programs get if nothing else is said, and the most that a task may say.
    pub usual: u64,
    /// What the interpreters that ship with Lazaret get, which are trusted and far larger.
    pub plugins: u64,
    /// Why the usual number is what it is.
    pub reason: &'static str,
}

/// Makes the caps of a table: variant, name, what is counted, least and usual number, number for plugins,
/// reason.
macro_rules! caps {
    ($($cap:ident, $name:literal, $what:literal, $least:literal..=$usual:expr, $plugins:expr, $reason:literal;)*) => {
        /// What is capped.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Cap {
            $(#[doc = $what] $cap,)*
        }

        impl Cap {
            /// All about it.
            #[must_use]
            pub const fn info(self) -> CapInfo {
                match self {
                    $(Self::$cap => CapInfo {
                        cap: self,
                        name: $name,
                        what: $what,
                        least: $least,
                        usual: $usual,
                        plugins: $plugins,
                        reason: $reason,
                    },)*
                }
            }
        }

        /// Every cap, in the order in which people read about them.
        pub const CAPS: &[CapInfo] = &[$(Cap::$cap.info()),*];

        /// A number for each cap.
        pub type Numbers = [u64; [$(Cap::$cap),*].len()];

        const USUAL: Numbers = [$($usual),*];
        const PLUGINS: Numbers = [$($plugins),*];
    };
}

caps! {
    SourceBytes, "source_bytes", "source bytes", 1..=1 << 20, 1 << 20,
        "a text in any language is read by a parser that was not built for hostile ones; candidates of the examples have up to 3 KB";
    Bytes, "bytes", "bytes", 8..=8 << 20, 256 << 20,
        "all is read several times and kept in memory; a program in Rust with its standard library has 0.1 MiB";
    CodeBytes, "code_bytes", "code bytes", 2..=2 << 20, 256 << 20,
        "QuickJS, a whole interpreter, has 1 MB; more is padding, or a table that belongs into data";
    CustomBytes, "custom_bytes", "custom section bytes", 0..=4 << 20, 256 << 20,
        "names and debug information, of which only names are read: half of what may be handed in";
    Work, "work", "work for the compiler", 500..=1_500_000, 100_000_000,
        "about a microsecond each: at most some two seconds; a program in Rust has 0.4 million, which take it 0.1 s";
    BodyWork, "body_work", "work for the compiler in a function", 100..=250_000, 10_000_000,
        "memory is taken by function, up to 1.3 KiB for each; the greatest of honest candidates have 35,000";
    Functions, "functions", "functions", 1..=10_000, 200_000,
        "empty ones cost up to 75 us and 12 KiB each; QuickJS has 1,437";
    BodyBytes, "body_bytes", "function body bytes", 2..=256 << 10, 7 << 20,
        "as many calls of nothing as fit cost 0.9 s and 323 MiB; the greatest of QuickJS has 54 KB";
    Locals, "locals", "locals", 0..=1_000, 50_000,
        "each that lives across a branch costs at that branch: 50,000 took more than 45 s; CPython has up to 271";
    Nesting, "nesting", "nesting of loops and ifs", 0..=128, 1_000,
        "1,000 nested loops cost 1.2 s, 4,000 more than a minute: about the cube of their number";
    Blocks, "blocks", "blocks inside each other", 0..=1_000, 10_000,
        "compilers nest one for each case of a `switch`; as many as fit cost 1.6 s, 10,000 under one table 0.9 s";
    Loops, "loops", "loops of a function", 0..=1_000, 10_000,
        "4,000 in a row with 2,000 values alive cost 6 s and 1 GB; CPython has up to 81";
    BranchTargets, "branch_targets", "branch targets", 0..=10_000, 1_000_000,
        "of all `br_table`s of a function: 127,000 cost 22 s, and 65,520 are the most that the compiler takes";
    Types, "types", "types", 1..=10_000, 100_000,
        "with all that is declared inside of them; 10,000 of functions cost 0.5 s";
    TypeDepth, "type_depth", "depth of types", 1..=16, 32,
        "parsers call themselves for each level: 1.5 MB of nested types were the end of the stack; honest ones have 3";
    Names, "names", "imports and exports", 1..=1_000, 100_000,
        "of all modules, components and instances together; CPython with its libraries has 735";
    NameBytes, "name_bytes", "name bytes", 8..=256, 100_000,
        "of one name; names stand in messages, and in types that are unfolded 10,000 times";
    Aliases, "aliases", "aliases", 0..=10_000, 100_000,
        "each is an entry in a list, 100,000 cost 13 ms; CPython has 300";
    Globals, "globals", "globals", 0..=10_000, 100_000,
        "10,000 with an expression each cost 0.2 s";
    Segments, "segments", "segments", 0..=10_000, 100_000,
        "of data and elements; those that are copied one by one cost 0.1 ms each, which `body_work` counts";
    ImageBytes, "image_bytes", "image bytes", 0..=64 << 20, 256 << 20,
        "memories at their start, gaps included, are written out twice: two bytes in each of 15 modules took 485 MiB";
    Elements, "elements", "elements", 0..=100_000, 1_000_000,
        "8 bytes each; those that are expressions cost 40 us each, which `body_work` counts";
    TableEntries, "table_entries", "table entries", 0..=100_000, 1_000_000,
        "at the start, when they cost no fuel: 8 bytes each";
    CanonicalFunctions, "canonical_functions", "canonical functions", 1..=1_000, 10_000,
        "lifted, lowered, or for a resource: up to 0.15 ms each, and 15 ms from one component to another";
    Modules, "modules", "modules", 2..=16, 1_000,
        "modules and components, itself included; what makes components of modules makes 5";
    Instances, "instances", "instances", 1..=32, 1_000,
        "each may take 4 GiB of address space without any fuel; those inside of others are multiplied";
    ComponentDepth, "component_depth", "component depth", 2..=4, 16,
        "so that multiplying is done three times at most";
}

/// What is allowed of everything that is capped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    allowed: Numbers,
}

/// How much a program has of everything that is capped; of what is capped for each function or name, the most
/// that one has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    numbers: Numbers,
}

/// A cap that cannot be set so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CapError {
    /// No cap of this name.
    #[error("there is no cap `{0}`")]
    Unknown(String),
    /// The number is outside of the cap's range.
    #[error("`{name} = {asked}` is outside the allowed range {least} to {usual}")]
    OutOfRange {
        /// The cap's name.
        name: &'static str,
        /// The number that was asked for, for people.
        asked: String,
        /// The least number allowed, for people.
        least: String,
        /// The usual number, which is the greatest allowed, for people.
        usual: String,
    },
}

impl CapInfo {
    /// The cap of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Self> {
        CAPS.iter().find(|info| info.name == name)
    }

    /// Whether it counts bytes.
    #[must_use]
    pub fn bytes(&self) -> bool {
        self.name.ends_with("bytes")
    }

    /// A number of this cap for people.
    #[must_use]
    pub fn format(&self, number: u64) -> String {
        if self.bytes() { format_bytes(number) } else { format_count(number) }
    }
}

impl Measured {
    /// How much there is of something.
    #[must_use]
    pub fn get(&self, cap: Cap) -> u64 {
        self.numbers.get(cap as usize).copied().unwrap_or_default()
    }

    pub(crate) fn set(&mut self, cap: Cap, number: u64) {
        if let Some(measured) = self.numbers.get_mut(cap as usize) {
            *measured = number;
        }
    }
}

impl Caps {
    /// For all programs that nobody vouches for.
    pub const USUAL: Self = Self { allowed: USUAL };

    /// For the interpreters that ship with Lazaret.
    pub const PLUGINS: Self = Self { allowed: PLUGINS };

    /// How much of something is allowed.
    #[must_use]
    pub fn get(&self, cap: Cap) -> u64 {
        // There is a number for each; if there were none, nothing would be allowed.
        self.allowed.get(cap as usize).copied().unwrap_or_default()
    }

    /// Refuses more than is allowed.
    ///
    /// # Errors
    /// If it is more.
    pub fn check(&self, cap: Cap, measured: u64) -> Result<(), Rejection> {
        let allowed = self.get(cap);
        if allowed < measured {
            return Err(Rejection::TooLarge { cap, measured, allowed });
        }
        Ok(())
    }

    /// The same with one cap lower than usual.
    ///
    /// # Errors
    /// If there is no such cap, or the number is higher than the usual one or so low that nothing could be
    /// admitted.
    pub fn tightened(mut self, name: &str, number: u64) -> Result<Self, CapError> {
        let info = CapInfo::of(name).ok_or_else(|| CapError::Unknown(name.to_owned()))?;
        if number < info.least || info.usual < number {
            return Err(CapError::OutOfRange {
                name: info.name,
                asked: info.format(number),
                least: info.format(info.least),
                usual: info.format(info.usual),
            });
        }
        if let Some(allowed) = self.allowed.get_mut(info.cap as usize) {
            *allowed = number;
        }
        Ok(self)
    }

    /// The caps for an identity: a digest that stands for the usual ones, and those that are not usual.
    #[must_use]
    pub fn text(&self) -> String {
        let usual = CAPS.iter().fold(Digester::new("lazaret caps 1"), |digester, info| {
            digester.part(info.name, &info.usual.to_le_bytes())
        });
        let mut text = format!("usual {}", usual.finish().short());
        for info in CAPS.iter().filter(|info| self.get(info.cap) != info.usual) {
            text.push_str(&format!("; {} {}", info.name, self.get(info.cap)));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cap_has_a_row_of_its_own() {
        for (index, info) in CAPS.iter().enumerate() {
            assert_eq!(info.cap as usize, index);
            assert_eq!(info.cap.info().name, info.name);
            assert_eq!(CapInfo::of(info.name).map(|it| it.cap), Some(info.cap));
            assert!(info.least <= info.usual && info.usual <= info.plugins, "{}", info.name);
            assert!(!info.reason.is_empty(), "{}", info.name);
        }
    }

    #[test]
    fn a_cap_can_be_lowered_to_the_least_that_makes_sense_and_not_raised() {
        for info in CAPS {
            assert_eq!(Caps::USUAL.get(info.cap), info.usual);
            for (number, allowed) in [
                (info.usual, true),
                (info.least, true),
                (info.usual + 1, false),
                (info.least.wrapping_sub(1), false),
            ] {
                let caps = Caps::USUAL.tightened(info.name, number);
                assert_eq!(caps.is_ok(), allowed, "{} = {number}", info.name);
                let Ok(caps) = caps else { continue };
                for other in CAPS {
                    let expected = if other.name == info.name { number } else { other.usual };
                    assert_eq!(caps.get(other.cap), expected, "{} by {}", other.name, info.name);
                }
            }
        }
        let error = Caps::USUAL.tightened("function", 1).unwrap_err();
        assert_eq!(error.to_string(), "there is no cap `function`");
        let error = Caps::USUAL.tightened("bytes", 9 << 20).unwrap_err();
        assert_eq!(error.to_string(), "`bytes = 9 MiB` is outside the allowed range 8 B to 8 MiB");
    }

    #[test]
    fn the_text_tells_what_is_not_usual() {
        let usual = Caps::USUAL.text();
        assert!(usual.starts_with("usual ") && !usual.contains(';'), "{usual}");
        let tight = Caps::USUAL.tightened("loops", 3).unwrap().tightened("locals", 0).unwrap();
        assert_eq!(tight.text(), format!("{usual}; locals 0; loops 3"));
    }
}
