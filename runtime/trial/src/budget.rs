//! The limits of one sandbox.

use serde::{Deserialize, Serialize};

use crate::size::{format_bytes, format_count};

/// The limits of one sandbox. Every limit is enforced; there is no value that means "unlimited".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Fuel for loading and all calls together, in units of about one WebAssembly instruction. Starting
    /// the instance has as much again, so that the boundary does not depend on how it is started.
    pub fuel: u64,
    /// Bytes over all memories and tables of the sandbox, the program's own image included.
    pub memory_bytes: u64,
    /// Wall time inside the sandbox, in milliseconds. Time spent in another sandbox does not count.
    pub wall_ms: u64,
    /// Bytes written to standard output, standard error and the log together.
    pub output_bytes: u64,
    /// Calls from the sandbox to the host.
    pub host_calls: u64,
    /// Handles (streams, pollables and the like) held at one time.
    pub handles: u64,
    /// Bytes of one value that leaves the sandbox.
    pub result_bytes: u64,
}

/// One limit: its name, how its numbers read, its default and the most that may be asked for.
pub struct LimitInfo {
    /// The name in `task.toml` and on the command line.
    pub name: &'static str,
    /// Whether the number counts bytes.
    pub bytes: bool,
    /// The value for a candidate if nothing else is said.
    pub default: u64,
    /// The least value that makes sense.
    pub minimum: u64,
    /// The greatest value that may be asked for, and why it is not greater.
    pub maximum: u64,
    /// What the limit is for, in one line, with the reason for the maximum.
    pub about: &'static str,
}

/// All limits in the order of [`Budget`]'s fields.
pub const LIMITS: [LimitInfo; 7] = [
    LimitInfo {
        name: "fuel",
        bytes: false,
        default: 10_000_000_000,
        minimum: 1,
        maximum: 1 << 53,
        about: "instructions, about 10^9 in 0.1 to 0.2 s of Python; at most 2^53, which JSON keeps exact",
    },
    LimitInfo {
        name: "memory",
        bytes: true,
        default: 256 << 20,
        minimum: 1 << 16,
        maximum: 4 << 30,
        about: "all memories and tables together; at most 4 GiB, the address space of wasm32",
    },
    LimitInfo {
        name: "wall_ms",
        bytes: false,
        default: 60_000,
        minimum: 1,
        maximum: 86_400_000,
        about: "milliseconds in the sandbox; at most one day, after which nobody is waiting",
    },
    LimitInfo {
        name: "output",
        bytes: true,
        default: 64 << 10,
        minimum: 0,
        maximum: 64 << 20,
        about: "stdout, stderr and log together; at most 64 MiB, because the host keeps it in memory",
    },
    LimitInfo {
        name: "host_calls",
        bytes: false,
        default: 10_000_000,
        minimum: 0,
        maximum: 1 << 40,
        about: "calls to the host; each also costs fuel, so the maximum is only a sanity bound",
    },
    LimitInfo {
        name: "handles",
        bytes: false,
        default: 256,
        minimum: 0,
        maximum: 65_536,
        about: "handles held at one time; at most 65,536, because each is host memory",
    },
    LimitInfo {
        name: "result",
        bytes: true,
        default: 16 << 20,
        minimum: 1,
        maximum: 256 << 20,
        about: "bytes of one value that leaves the sandbox; at most 256 MiB, because the host copies it",
    },
];

/// A budget that asks for something outside the allowed range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BudgetError {
    /// No limit of this name.
    #[error("there is no limit `{0}`")]
    UnknownLimit(String),
    /// The value is outside the limit's range.
    #[error("`{limit} = {asked}` is outside the allowed range {minimum} to {maximum}")]
    OutOfRange {
        /// The limit's name.
        limit: &'static str,
        /// The value that was asked for, for people.
        asked: String,
        /// The least value allowed, for people.
        minimum: String,
        /// The greatest value allowed, for people.
        maximum: String,
    },
}

impl LimitInfo {
    /// A number of this limit for people.
    #[must_use]
    pub fn format(&self, number: u64) -> String {
        if self.bytes { format_bytes(number) } else { format_count(number) }
    }
}

impl Budget {
    /// The budget of a candidate for which nothing else is said: the defaults of [`LIMITS`].
    #[must_use]
    pub const fn for_candidates() -> Self {
        let [fuel, memory, wall, output, host_calls, handles, result] = &LIMITS;
        Self {
            fuel: fuel.default,
            memory_bytes: memory.default,
            wall_ms: wall.default,
            output_bytes: output.default,
            host_calls: host_calls.default,
            handles: handles.default,
            result_bytes: result.default,
        }
    }

    /// The budget of an evaluator for which nothing else is said.
    ///
    /// Larger than a candidate's, because an evaluator prepares data, checks answers and speaks to the
    /// candidate many times; still bounded, because an endless evaluator must end as a fault.
    #[must_use]
    pub const fn for_evaluators() -> Self {
        let mut budget = Self::for_candidates();
        budget.fuel = 100_000_000_000;
        budget.memory_bytes = 1 << 30;
        budget.wall_ms = 300_000;
        budget.output_bytes = 1 << 20;
        budget.result_bytes = 64 << 20;
        budget
    }

    /// This budget with one limit replaced.
    ///
    /// # Errors
    /// If there is no such limit or the value is outside its range.
    pub fn with(mut self, name: &str, number: u64) -> Result<Self, BudgetError> {
        let info = LIMITS
            .iter()
            .find(|info| info.name == name)
            .ok_or_else(|| BudgetError::UnknownLimit(name.to_owned()))?;
        if number < info.minimum || info.maximum < number {
            return Err(BudgetError::OutOfRange {
                limit: info.name,
                asked: info.format(number),
                minimum: info.format(info.minimum),
                maximum: info.format(info.maximum),
            });
        }
        *self.field(info.name) = number;
        Ok(self)
    }

    fn field(&mut self, name: &'static str) -> &mut u64 {
        match name {
            "fuel" => &mut self.fuel,
            "memory" => &mut self.memory_bytes,
            "wall_ms" => &mut self.wall_ms,
            "output" => &mut self.output_bytes,
            "host_calls" => &mut self.host_calls,
            "handles" => &mut self.handles,
            _ => &mut self.result_bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_reaches_its_own_field_and_both_ends_of_its_range() {
        for info in &LIMITS {
            assert!(info.minimum <= info.default && info.default <= info.maximum);
            for (number, allowed) in [
                (info.minimum, true),
                (info.maximum, true),
                (info.maximum + 1, false),
                (info.minimum.wrapping_sub(1), false),
            ] {
                let budget = Budget::for_candidates().with(info.name, number);
                assert_eq!(budget.is_ok(), allowed, "{} = {number}", info.name);
            }
            let mut changed = Budget::for_candidates().with(info.name, info.maximum).unwrap();
            assert_eq!(*changed.field(info.name), info.maximum);
            *changed.field(info.name) = info.default;
            assert_eq!(changed, Budget::for_candidates(), "{} touched another field", info.name);
        }
    }

    #[test]
    fn unknown_limits_are_refused() {
        let error = Budget::for_candidates().with("feul", 1).unwrap_err();
        assert_eq!(error.to_string(), "there is no limit `feul`");
    }
}
