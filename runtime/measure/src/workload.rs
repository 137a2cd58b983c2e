//! The tasks that are timed.

/// The wall limit of an endless loop.
pub const LIMIT_WALL_MS: u64 = 1_000;

/// The memory limit of a program that hoards.
pub const LIMIT_MEMORY_BYTES: u64 = 128 << 20;

/// The interface of the typed candidates.
pub const WIT: &str = include_str!("../worlds/task.wit");

/// A task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Workload {
    /// `1 + 1` in a fresh sandbox.
    Trivial,
    /// 1,000 calls of a priority over 100 floats, in a fresh sandbox.
    BestFit,
    /// `sum(i * i for i in range(3_000_000))`, in a fresh sandbox.
    Squares,
    /// Eight queens, twenty times, in a fresh sandbox.
    Queens,
    /// An endless loop with a limit of one second.
    Endless,
    /// A program that hoards memory, with a limit of 128 MiB.
    Hog,
    /// So many programs of one line, one after the other, each another text.
    Many(u32),
    /// A tiny compiled program: a fresh instance and one call.
    Tiny,
    /// A call to a program in Python that is up already.
    CallScript,
    /// A call to a compiled program that is up already.
    CallCompiled,
    /// Programs of one line, so many at a time.
    Parallel(u32),
    /// The command itself from start to end, with a file of one line.
    Command,
    /// A compiled program of about so many bytes that nobody has seen before, to its first result.
    Compile(u32),
}

/// What a larger number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less time is better.
    Shorter,
    /// What is compared is how late the answer comes after the limit.
    Sooner,
}

/// A program in the languages of the contenders, with what its `main` gives.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The name of its files.
    pub name: &'static str,
    /// The text in Python.
    pub python: &'static str,
    /// The text in JavaScript, which the drivers of engines for it read.
    pub javascript: &'static str,
    /// The answer in Python as text; nothing if there is none.
    pub expected: &'static str,
}

macro_rules! program {
    ($name:literal, $expected:literal) => {
        Program {
            name: $name,
            python: include_str!(concat!("../programs/", $name, ".py")),
            javascript: include_str!(concat!("../programs/", $name, ".js")),
            expected: $expected,
        }
    };
}

/// All programs that are files.
pub const PROGRAMS: &[Program] = &[
    program!("trivial", "2"),
    program!("best_fit", "30289"),
    program!("squares", "8999995500000500000"),
    program!("queens", "1840"),
    program!("endless", ""),
    program!("hog", ""),
];

/// The most programs of a task that are started in a process each.
pub const STARTS_MAX: u32 = 10_000;

impl Workload {
    /// The name by which it is asked for.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Trivial => "trivial".to_owned(),
            Self::BestFit => "best_fit".to_owned(),
            Self::Squares => "squares".to_owned(),
            Self::Queens => "queens".to_owned(),
            Self::Endless => "endless".to_owned(),
            Self::Hog => "hog".to_owned(),
            Self::Many(count) => format!("many-{count}"),
            Self::Tiny => "tiny".to_owned(),
            Self::CallScript => "call-script".to_owned(),
            Self::CallCompiled => "call-compiled".to_owned(),
            Self::Parallel(jobs) => format!("parallel-{jobs}"),
            Self::Command => "command".to_owned(),
            Self::Compile(bytes) => format!("compile-{bytes}"),
        }
    }

    /// What is done, in a few words.
    #[must_use]
    pub fn title(self) -> String {
        match self {
            Self::Trivial => "fresh sandbox to the result of `1 + 1`".to_owned(),
            Self::BestFit => "fresh, 1,000 priorities over 100 floats".to_owned(),
            Self::Squares => "fresh, sum of 3,000,000 squares".to_owned(),
            Self::Queens => "fresh, eight queens, 20 times".to_owned(),
            Self::Endless => "endless loop, limit 1 s: answer after the limit".to_owned(),
            Self::Hog => "memory hog, limit 128 MiB: to its end".to_owned(),
            Self::Many(count) => format!("{} programs in a row, each", thousands(count)),
            Self::Tiny => "tiny compiled program, fresh instance and call".to_owned(),
            Self::CallScript => "a call to a program in Python".to_owned(),
            Self::CallCompiled => "a call to a compiled program".to_owned(),
            Self::Parallel(jobs) => format!("programs, {jobs} at a time, each"),
            Self::Command => "the command, from its start to its end".to_owned(),
            Self::Compile(bytes) => {
                format!("{} KB of new WebAssembly to its first result", thousands(bytes / 1_000))
            }
        }
    }

    /// What a number of it means.
    #[must_use]
    pub const fn better(self) -> Better {
        match self {
            Self::Endless => Better::Sooner,
            _ => Better::Shorter,
        }
    }

    /// Whom the others are compared with: the native interpreter, or the engine in a few lines of Rust.
    #[must_use]
    pub const fn reference(self) -> &'static str {
        match self {
            Self::Tiny | Self::CallCompiled | Self::Compile(_) => "floor",
            _ => "native",
        }
    }

    /// The program that is run, if it is one of those in files.
    #[must_use]
    pub fn program(self) -> Option<&'static Program> {
        let name = match self {
            Self::Many(_) | Self::Parallel(_) | Self::Command | Self::CallScript => "trivial",
            Self::Trivial | Self::BestFit | Self::Squares | Self::Queens => {
                return named(&self.key());
            }
            Self::Endless | Self::Hog => return named(&self.key()),
            Self::Tiny | Self::CallCompiled | Self::Compile(_) => return None,
        };
        named(name)
    }

    /// Whether the most memory meanwhile is worth knowing.
    #[must_use]
    pub const fn watches_memory(self) -> bool {
        matches!(self, Self::Hog | Self::Many(_))
    }
}

fn named(name: &str) -> Option<&'static Program> {
    PROGRAMS.iter().find(|program| program.name == name)
}

/// A number with commas.
pub fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn keys_differ_and_programs_are_found() {
        let all = [
            Workload::Trivial,
            Workload::BestFit,
            Workload::Squares,
            Workload::Queens,
            Workload::Endless,
            Workload::Hog,
            Workload::Many(7),
            Workload::Tiny,
            Workload::CallScript,
            Workload::CallCompiled,
            Workload::Parallel(2),
            Workload::Command,
            Workload::Compile(10_000),
        ];
        let keys: std::collections::BTreeSet<String> = all.iter().map(|it| it.key()).collect();
        assert_eq!(keys.len(), all.len());
        assert_eq!(all.iter().filter(|it| it.program().is_none()).count(), 3);
    }
}
