//! Counting what a sandbox uses, and saying no.
//!
//! Invariants:
//! - `memory_bytes` is the sum over all memories and tables of the store, not a number per memory.
//! - A growth that the budget refuses leaves a mark, so that the guest's later failure can be explained.
//! - A growth that the budget allows and the host cannot supply is never held against the guest.

use std::time::{Duration, Instant};

use lazaret_engine::{EPOCH_TICK, FUEL_PER_NANOSECOND};
use lazaret_trial::{Budget, Usage, Weakness};
use wasmtime::ResourceLimiter;

use crate::stop::Stop;

/// What one element of a table costs the host.
const TABLE_ELEMENT_BYTES: usize = 8;

/// Fuel of a call to the host; it stands for the work of crossing over and back, some 10 ns, and for
/// the least that any host function does.
pub const HOST_CALL_FUEL: u64 = 100;

/// Fuel for a byte that the host copies or makes.
pub const HOST_BYTE_FUEL: u64 = 1;

/// The most instances, memories and tables of one store; the interpreters have fewer than 100 of each.
const ITEMS_MAX: usize = 128;

/// The meter of one sandbox.
pub struct Meter {
    pub budget: Budget,
    memory_bytes: u64,
    memory_bytes_peak: u64,
    /// What a refused growth would have led to.
    refused_bytes: Option<u64>,
    host_out_of_memory: bool,
    output_bytes: u64,
    host_calls: u64,
    pub calls: u64,
    pub start_fuel: u64,
    pub fuel: u64,
    /// Virtual time slept so far.
    slept_ns: u64,
    /// Wall time spent in this sandbox, without the time of its counterpart.
    wall: Duration,
    /// Since when this sandbox has been running without a break.
    running_since: Option<Instant>,
}

impl Meter {
    pub const fn new(budget: Budget) -> Self {
        Self {
            budget,
            memory_bytes: 0,
            memory_bytes_peak: 0,
            refused_bytes: None,
            host_out_of_memory: false,
            output_bytes: 0,
            host_calls: 0,
            calls: 0,
            start_fuel: 0,
            fuel: 0,
            slept_ns: 0,
            wall: Duration::ZERO,
            running_since: None,
        }
    }

    pub const fn usage(&self) -> Usage {
        Usage {
            start_fuel: self.start_fuel,
            fuel: self.fuel,
            memory_bytes_peak: self.memory_bytes_peak,
            output_bytes: self.output_bytes,
            host_calls: self.host_calls,
            calls: self.calls,
        }
    }

    /// What explains a failure if memory is the cause of it.
    pub const fn memory_stop(&self) -> Option<Stop> {
        if self.host_out_of_memory {
            return Some(Stop::HostOutOfMemory);
        }
        match self.refused_bytes {
            Some(bytes) => Some(Stop::OutOfMemory(bytes)),
            None => None,
        }
    }

    /// Counts one call to the host.
    pub fn count_host_call(&mut self) -> Result<(), Stop> {
        self.host_calls += 1;
        if self.budget.host_calls < self.host_calls && !Weakness::HostCalls.is_chosen() {
            return Err(Stop::HostCallLimit);
        }
        Ok(())
    }

    /// Counts output before it is kept.
    pub fn count_output(&mut self, bytes: u64) -> Result<(), Stop> {
        let total = self.output_bytes.saturating_add(bytes);
        if self.budget.output_bytes < total && !Weakness::Output.is_chosen() {
            return Err(Stop::OutputLimit(total));
        }
        self.output_bytes = total;
        Ok(())
    }

    /// The virtual time since the sandbox started, in nanoseconds, when `remaining` fuel is left.
    pub fn virtual_ns(&self, remaining: u64) -> u64 {
        if Weakness::Clocks.is_chosen() {
            let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
            return u64::try_from(now.as_nanos()).unwrap_or(u64::MAX);
        }
        let used = self.budget.fuel.saturating_sub(remaining);
        (used / FUEL_PER_NANOSECOND).saturating_add(self.slept_ns)
    }

    pub const fn sleep(&mut self, ns: u64) {
        self.slept_ns = self.slept_ns.saturating_add(ns);
    }

    /// Starts the wall clock; gives the epoch ticks that are left.
    pub fn resume_wall(&mut self) -> u64 {
        self.running_since = Some(Instant::now());
        if Weakness::WallTime.is_chosen() {
            return u64::MAX / 4;
        }
        let allowed = Duration::from_millis(self.budget.wall_ms);
        let left = allowed.saturating_sub(self.wall);
        let ticks = left.as_nanos() / EPOCH_TICK.as_nanos();
        // One more, because the tick that is under way is a partial one.
        u64::try_from(ticks).unwrap_or(u64::MAX / 4).saturating_add(1)
    }

    /// Stops the wall clock.
    pub fn pause_wall(&mut self) {
        if let Some(since) = self.running_since.take() {
            self.wall += since.elapsed();
        }
    }

    /// Whether a weakness lets a growth pass that the budget forbids.
    fn overlooked(&self, desired: usize, unit: usize) -> bool {
        let alone = (desired as u64).saturating_mul(unit as u64);
        Weakness::Memory.is_chosen()
            || (Weakness::MemorySum.is_chosen() && alone <= self.budget.memory_bytes)
            || (Weakness::Tables.is_chosen() && unit == TABLE_ELEMENT_BYTES)
    }

    fn grow(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
        unit: usize,
    ) -> bool {
        if maximum.is_some_and(|maximum| maximum < desired) {
            return false;
        }
        let more = (desired.saturating_sub(current) as u64).saturating_mul(unit as u64);
        let total = self.memory_bytes.saturating_add(more);
        if self.budget.memory_bytes < total && !self.overlooked(desired, unit) {
            self.refused_bytes = Some(total);
            return false;
        }
        self.memory_bytes = total;
        self.memory_bytes_peak = self.memory_bytes_peak.max(total);
        true
    }
}

impl ResourceLimiter for Meter {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(self.grow(current, desired, maximum, 1))
    }

    fn memory_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.host_out_of_memory = true;
        Err(Stop::HostOutOfMemory.into())
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        maximum: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(self.grow(current, desired, maximum, TABLE_ELEMENT_BYTES))
    }

    fn table_grow_failed(&mut self, _error: wasmtime::Error) -> wasmtime::Result<()> {
        self.host_out_of_memory = true;
        Err(Stop::HostOutOfMemory.into())
    }

    fn instances(&self) -> usize {
        ITEMS_MAX
    }

    fn tables(&self) -> usize {
        ITEMS_MAX
    }

    fn memories(&self) -> usize {
        ITEMS_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(memory_bytes: u64) -> Meter {
        Meter::new(Budget { memory_bytes, ..Budget::for_candidates() })
    }

    #[test]
    fn memory_is_summed_over_memories_and_tables_and_ends_exactly_at_the_limit() {
        let mut meter = meter(3 * 65_536);
        assert!(meter.memory_growing(0, 65_536, None).unwrap());
        assert!(meter.memory_growing(0, 65_536, None).unwrap());
        assert!(meter.table_growing(0, 8_192, None).unwrap());
        assert_eq!(meter.usage().memory_bytes_peak, 3 * 65_536);
        assert_eq!(meter.memory_stop(), None);
        assert!(!meter.table_growing(8_192, 8_193, None).unwrap());
        assert_eq!(meter.memory_stop(), Some(Stop::OutOfMemory(3 * 65_536 + 8)));
    }

    #[test]
    fn a_growth_beyond_the_declared_maximum_is_no_mark_against_the_budget() {
        let mut meter = meter(1 << 30);
        assert!(!meter.memory_growing(0, 131_072, Some(65_536)).unwrap());
        assert_eq!(meter.memory_stop(), None);
        assert_eq!(meter.usage().memory_bytes_peak, 0);
    }

    #[test]
    fn a_host_without_memory_is_not_the_guests_fault() {
        let mut meter = meter(1 << 30);
        assert!(meter.memory_growing(0, 65_536, None).unwrap());
        assert!(meter.memory_grow_failed(wasmtime::Error::msg("no memory")).is_err());
        assert_eq!(meter.memory_stop(), Some(Stop::HostOutOfMemory));
    }

    #[test]
    fn output_and_host_calls_end_exactly_at_their_limits() {
        let budget = Budget { output_bytes: 10, host_calls: 2, ..Budget::for_candidates() };
        let mut meter = Meter::new(budget);
        assert_eq!(meter.count_output(10), Ok(()));
        assert_eq!(meter.count_output(1), Err(Stop::OutputLimit(11)));
        assert_eq!(meter.count_host_call(), Ok(()));
        assert_eq!(meter.count_host_call(), Ok(()));
        assert_eq!(meter.count_host_call(), Err(Stop::HostCallLimit));
    }
}
