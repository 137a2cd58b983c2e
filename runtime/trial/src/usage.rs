//! What a sandbox consumed.

use serde::{Deserialize, Serialize};

/// What one or more sandboxes consumed; every number is the same on every repetition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usage {
    /// Fuel of starting the instances. Kept apart because it depends on how the engine prepares memory.
    pub start_fuel: u64,
    /// Fuel of loading and of all calls.
    pub fuel: u64,
    /// The most bytes that the memories and tables of one sandbox had together.
    pub memory_bytes_peak: u64,
    /// Bytes written to standard output, standard error and the log.
    pub output_bytes: u64,
    /// Calls from the sandbox to the host.
    pub host_calls: u64,
    /// Calls from the host into the sandbox.
    pub calls: u64,
}

impl Usage {
    /// The usage of both: sums, and the greater of the two memory peaks.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            start_fuel: self.start_fuel.saturating_add(other.start_fuel),
            fuel: self.fuel.saturating_add(other.fuel),
            memory_bytes_peak: if self.memory_bytes_peak < other.memory_bytes_peak {
                other.memory_bytes_peak
            } else {
                self.memory_bytes_peak
            },
            output_bytes: self.output_bytes.saturating_add(other.output_bytes),
            host_calls: self.host_calls.saturating_add(other.host_calls),
            calls: self.calls.saturating_add(other.calls),
        }
    }
}
