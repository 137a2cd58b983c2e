//! Deliberate weaknesses: what the hostile corpus must notice when a wall is gone.
//!
//! A corpus that passes says little until it is known what it would notice. Each weakness takes one wall
//! away; the corpus is run with each, and at least one case must end otherwise than it says.
//!
//! A build for release has none of this: there is nothing to choose with, and the question is a constant. It
//! does not compile if that is not so.

#[cfg(debug_assertions)]
use std::sync::OnceLock;

macro_rules! weaknesses {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)*) => {
        /// A wall that can be taken away in a build for tests.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Weakness {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl Weakness {
            /// Every weakness.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What is gone, in one line.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)* }
            }
        }
    };
}

weaknesses! {
    /// Fuel is as good as endless.
    Fuel = "fuel";
    /// Wall time does not end a guest.
    WallTime = "wall-time";
    /// Memory may grow beyond the budget.
    Memory = "memory";
    /// Memory is limited for each memory and table, not for all together.
    MemorySum = "memory-sum";
    /// Tables are not counted as memory.
    Tables = "tables";
    /// Growing memory costs no fuel.
    GrowthFuel = "growth-fuel";
    /// Output is not counted.
    Output = "output";
    /// Calls to the host are not counted.
    HostCalls = "host-calls";
    /// Calls to the host cost no fuel.
    HostCallFuel = "host-call-fuel";
    /// Bytes that the host copies cost no fuel.
    HostByteFuel = "host-byte-fuel";
    /// Handles are not counted.
    Handles = "handles";
    /// Results may be of any size.
    Results = "results";
    /// Any import may be called by anybody.
    Grants = "grants";
    /// The clocks of a guest show the real time.
    Clocks = "clocks";
    /// Random bytes differ from run to run.
    Randomness = "randomness";
    /// The patterns of a NaN depend on how it came to be.
    NanBits = "nan-bits";
    /// A candidate's instance lives on: the next case, and the next candidate, are answered by it.
    FreshInstances = "fresh-instances";
    /// What an instance wrote into its memory is still there in the next one.
    KeptPages = "kept-pages";
    /// Which pages of a memory were written to is asked once, and not again for the next instances.
    StaleList = "stale-list";
    /// What an interpreter makes of a text is handed out after the program has run.
    LateBytecode = "late-bytecode";
    /// A candidate that died is judged by what its evaluator says.
    Deaths = "deaths";
    /// An evaluator is believed when it blames its candidate.
    Blame = "blame";
    /// The last line of a candidate's output counts as its answer.
    OutputAsAnswer = "output-as-answer";
    /// Scores may be NaN and infinite.
    FiniteScores = "finite-scores";
    /// Scores may be out of their range.
    ScoreRanges = "score-ranges";
    /// Reports may have metrics that nobody declared.
    ExtraMetrics = "extra-metrics";
    /// Names may stand twice in an object.
    DuplicateNames = "duplicate-names";
    /// Values may be nested as deeply as anybody likes.
    ValueDepth = "value-depth";
    /// Structural caps are not looked at.
    Caps = "caps";
    /// Parts of a component may hand texts to each other.
    Texts = "texts";
    /// Every feature of WebAssembly is admitted.
    Features = "features";
    /// Every import is admitted.
    Imports = "imports";
    /// Exports are not compared with the contract.
    Exports = "exports";
    /// Native code is not told from WebAssembly.
    Precompiled = "precompiled";
    /// Texts may have any size.
    TextSize = "text-size";
    /// Texts may have NUL characters.
    TextNul = "text-nul";
    /// Files of packages may have any path.
    PackagePaths = "package-paths";
    /// Packages may have native code in them.
    PackageNative = "package-native";
    /// Arrays may say that they are longer than they are.
    ArrayLengths = "array-lengths";
    /// Evaluator and candidate share a process.
    SharedProcess = "shared-process";
    /// Workers may make every system call.
    Seccomp = "seccomp";
    /// Workers may open files.
    Landlock = "landlock";
    /// Workers keep what rights they have.
    Rights = "rights";
    /// Workers outlive whoever started them.
    Orphans = "orphans";
    /// Compilation is not limited.
    CompileLimits = "compile-limits";
    /// A worker whose program crashes it is not replaced.
    Replacement = "replacement";
}

#[cfg(debug_assertions)]
static CHOSEN: OnceLock<Weakness> = OnceLock::new();

/// The proof, made each time that a build for release is compiled: what is a constant was chosen by nobody.
#[cfg(not(debug_assertions))]
const _: () = assert!(Weakness::chosen().is_none(), "a build for release cannot be made weak");

impl Weakness {
    /// The weakness of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|weakness| weakness.name() == name)
    }

    /// Takes the wall away in this process, for good. Once; a second choice is ignored.
    #[cfg(debug_assertions)]
    pub fn choose(self) {
        let _ = CHOSEN.set(self);
    }

    /// What was chosen in this process.
    #[must_use]
    #[cfg(debug_assertions)]
    pub fn chosen() -> Option<Self> {
        CHOSEN.get().copied()
    }

    /// What was chosen in this process, which is nothing.
    #[must_use]
    #[cfg(not(debug_assertions))]
    #[inline(always)]
    pub const fn chosen() -> Option<Self> {
        None
    }

    /// Whether this wall is gone.
    #[must_use]
    #[inline]
    pub fn is_chosen(self) -> bool {
        Self::chosen() == Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_nothing_is_weak_by_itself() {
        let mut seen = std::collections::BTreeSet::new();
        for weakness in Weakness::ALL {
            assert!(seen.insert(weakness.name()));
            assert_eq!(Weakness::parse(weakness.name()), Some(*weakness));
            assert!(!weakness.is_chosen());
        }
    }
}
