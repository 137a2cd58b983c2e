//! The targets: each is something that reads what strangers wrote, or a whole road that such things take.
//!
//! A new one is a file here that implements [`Target`], a line in [`NAMES`] and [`open`], a folder of 10 to
//! 40 small inputs in `corpus/`, and a line in `tests/short.rs`.

mod admission;
mod bombs;
mod canary;
mod differential;
mod engines;
mod interpreters;
mod pipeline;
mod quiet;
mod task;
mod value;
mod verdict;
mod worker;

use std::time::Duration;

use anyhow::{Context, Result, bail};
use lazaret_host::Settings;

use crate::pool::Pool;
use crate::random::Random;

/// The names of the targets, in the order in which they run.
pub const NAMES: &[&str] = &[
    "admission",
    "value",
    "task",
    "verdict",
    "worker",
    "canary",
    "pipeline",
    "jailed",
    "differential",
];

/// Those that run only when they are asked for by name, because they need a minute before the first input.
pub const NAMES_ON_REQUEST: &[&str] = &["interpreters"];

/// What became of an input that broke no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What is counted in the report, for example `accepted` or a code.
    pub class: String,
    /// Where the input led: an input that leaves a new trail is worth changing further. Holds nothing that
    /// depends on the machine, so that a seed finds the same on each.
    pub trail: u64,
    /// Whether others can be made of it at all.
    pub fertile: bool,
}

impl Outcome {
    /// An outcome whose trail is its class and a few more words.
    #[must_use]
    pub fn new(class: impl Into<String>, words: &str) -> Self {
        let class = class.into();
        // FNV-1a, without digits and without what is quoted: a place, a size or a name is no other way through
        // the program.
        let mut quoted = false;
        let mut trail = 0xcbf2_9ce4_8422_2325_u64;
        for byte in class.bytes().chain(words.bytes()) {
            quoted ^= byte == b'`' || byte == b'"';
            if !quoted && !byte.is_ascii_digit() {
                trail = (trail ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        Self { class, trail, fertile: true }
    }

    /// The same of an input that leads nowhere from where others do not lead as well.
    #[must_use]
    pub const fn barren(mut self) -> Self {
        self.fertile = false;
        self
    }

    /// The same with numbers that belong to the trail, for which the order of magnitude counts.
    #[must_use]
    pub fn and(mut self, number: u64) -> Self {
        let magnitude = u64::from(u64::BITS - number.leading_zeros());
        self.trail = (self.trail ^ magnitude).wrapping_mul(0x0100_0000_01b3);
        self
    }
}

/// A number that stands for some bytes, to draw from what an input does not say.
#[must_use]
pub fn number_of(bytes: &[u8]) -> u64 {
    let digest = lazaret_trial::Digest::of(bytes);
    u64::from_le_bytes(digest.bytes().first_chunk().copied().unwrap_or_default())
}

/// What one input may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Wall time, with much to spare for a busy machine.
    pub wall: Duration,
    /// Bytes of the heap, whatever the input.
    pub heap_bytes: usize,
    /// Bytes of the heap for each byte of the input, in addition.
    pub heap_bytes_per_byte: usize,
}

/// Something that is fuzzed.
pub trait Target {
    /// What an input may cost.
    fn limits(&self) -> Limits;

    /// How many runs there are if nobody says it.
    fn runs(&self) -> u64;

    /// The extension of a file with an input.
    fn extension(&self) -> &'static str;

    /// Inputs besides the committed ones that others can be made of.
    fn seeds(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }

    /// A new input, made of others or of nothing.
    fn input(&mut self, random: &mut Random, pool: &Pool) -> Vec<u8>;

    /// Tries an input.
    ///
    /// # Errors
    /// The rule that is broken.
    fn run(&mut self, input: &[u8]) -> Result<Outcome, String>;
}

/// The folder of the committed inputs of a target.
#[must_use]
pub fn corpus_of(name: &str) -> &str {
    // The same programs on another road.
    if name == "jailed" { "pipeline" } else { name }
}

/// Whether there is a defect in the target on purpose, which must be found.
#[must_use]
pub fn has_planted_defect(name: &str) -> bool {
    name == "canary"
}

/// Does what concerns a target on a thread with the stack that is right for it: what guests need for those
/// that run some on it, and otherwise no more than the main thread of a command has.
///
/// # Errors
/// If there is no thread to be had, or it panics.
pub fn on_a_thread_for<T: Send>(name: &str, work: impl FnOnce() -> T + Send) -> Result<T> {
    let guests = ["differential", "interpreters"].contains(&name);
    let stack_bytes = if guests { lazaret_engine::THREAD_STACK_BYTES } else { 8 << 20 };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(stack_bytes);
        let thread = thread.spawn_scoped(scope, work).context("cannot start a thread")?;
        thread.join().map_err(|_| anyhow::anyhow!("the fuzzer itself panicked"))
    })
}

/// Makes a target ready.
///
/// # Errors
/// If there is none of the name, or this machine cannot run it.
pub fn open(name: &str) -> Result<Box<dyn Target>> {
    Ok(match name {
        "admission" => Box::new(admission::Admission::open()?),
        "value" => Box::new(value::ValueText),
        "task" => Box::new(task::TaskFolder::open()?),
        "verdict" => Box::new(verdict::VerdictText),
        "canary" => Box::new(canary::Canary),
        "worker" => Box::new(worker::Messages),
        "pipeline" => Box::new(pipeline::Pipeline::open(&Settings::store())?),
        "jailed" => {
            Box::new(pipeline::Pipeline::open(&Settings::process("/proc/self/exe".into()))?)
        }
        "differential" => Box::new(differential::Differential::open()?),
        "interpreters" => Box::new(interpreters::Interpreters::open()?),
        _ => bail!("there is no target `{name}`; there are: {}", NAMES.join(", ")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trail_is_where_and_not_how_much() {
        let at = |words| Outcome::new("rejected", words).trail;
        assert_eq!(at("at byte 12"), at("at byte 9999"));
        assert_ne!(at("at byte 12"), at("at line 12"));
        assert_eq!(at("no `x` here"), at("no `why` here"));
        assert_ne!(at("no `x` here"), at("no `x` there"));
        let of = |number| Outcome::new("accepted", "").and(number).trail;
        assert_eq!(of(1_000), of(1_020));
        assert_ne!(of(1_000), of(3_000));
    }

    #[test]
    fn there_is_no_target_of_another_name() {
        assert!(open("nothing").is_err());
    }
}
