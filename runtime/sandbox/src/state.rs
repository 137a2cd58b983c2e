//! What the host keeps for one sandbox, and the two things every host function does first.

use lazaret_trial::{Digester, Logs, Weakness};
use wasmtime::component::ResourceTable;
use wasmtime::{AsContextMut, StoreContextMut, Trap};

use crate::meter::{HOST_CALL_FUEL, Meter};
use crate::scorer::{Dataset, ScorerGrants};
use crate::stop::Stop;

/// The data of a store.
pub struct State {
    pub meter: Meter,
    pub table: ResourceTable,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub log_lines: Vec<String>,
    pub random: Random,
    /// What an evaluator is granted; none for candidates.
    pub scorer: Option<ScorerGrants>,
    /// The packages that its program may import; none unless it was given some.
    pub packages: Dataset,
    /// Set when a host function ends the sandbox, so that no wrapping of errors can hide it.
    pub stop: Option<Stop>,
}

impl State {
    pub fn logs(&self) -> Logs {
        Logs {
            stdout: String::from_utf8_lossy(&self.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&self.stderr).into_owned(),
            lines: self.log_lines.clone(),
        }
    }

    /// Ends the sandbox: the mark for the host, the error for the engine.
    pub fn stop(&mut self, stop: Stop) -> wasmtime::Error {
        self.stop.get_or_insert_with(|| stop.clone());
        stop.into()
    }
}

/// Counts and charges one call to the host, before it does anything.
pub fn enter(store: &mut StoreContextMut<'_, State>) -> wasmtime::Result<()> {
    if let Err(stop) = store.data_mut().meter.count_host_call() {
        return Err(store.data_mut().stop(stop));
    }
    charge(store, HOST_CALL_FUEL)
}

/// Takes fuel for work that the host does for the guest.
pub fn charge(store: &mut StoreContextMut<'_, State>, cost: u64) -> wasmtime::Result<()> {
    let free = (cost == HOST_CALL_FUEL && Weakness::HostCallFuel.is_chosen())
        || (cost != HOST_CALL_FUEL && Weakness::HostByteFuel.is_chosen());
    let cost = if free { 0 } else { cost };
    let mut store = store.as_context_mut();
    let remaining = store.get_fuel()?;
    if remaining < cost {
        store.set_fuel(0)?;
        return Err(Trap::OutOfFuel.into());
    }
    store.set_fuel(remaining - cost)
}

/// Random bytes that repeat: SHA-256 over the seed and a counter.
pub struct Random {
    /// What all blocks begin with. An interpreter takes 78 of them before its program runs.
    blocks: Digester,
    counter: u64,
    block: [u8; 32],
    /// The bytes of the block that are taken already.
    taken: usize,
}

impl Random {
    /// `purpose` keeps the streams of different sandboxes of one evaluation apart.
    pub fn new(seed: u64, purpose: &str) -> Self {
        let seed = if Weakness::Randomness.is_chosen() {
            let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
            seed ^ u64::from(now.subsec_nanos()).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        } else {
            seed
        };
        let seed = Digester::new("lazaret random 1")
            .part("seed", &seed.to_le_bytes())
            .part("purpose", purpose.as_bytes())
            .finish();
        let blocks = Digester::new("lazaret random block 1").part("seed", seed.bytes());
        let block = [0; 32];
        Self { blocks, counter: 0, block, taken: block.len() }
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count);
        while bytes.len() < count {
            if self.taken == self.block.len() {
                let counter = self.counter.to_le_bytes();
                self.block = *self.blocks.clone().part("counter", &counter).finish().bytes();
                self.counter += 1;
                self.taken = 0;
            }
            let take = (self.block.len() - self.taken).min(count - bytes.len());
            bytes.extend(self.block.iter().skip(self.taken).take(take));
            self.taken += take;
        }
        bytes
    }

    pub fn u64(&mut self) -> u64 {
        let bytes = self.bytes(8);
        u64::from_le_bytes(bytes.try_into().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_bytes_repeat_and_do_not_depend_on_how_they_are_asked_for() {
        let whole = Random::new(7, "a").bytes(100);
        let mut pieces = Random::new(7, "a");
        let mut joined = pieces.bytes(1);
        joined.extend(pieces.bytes(63));
        joined.extend(pieces.bytes(36));
        assert_eq!(whole, joined);
        let seed = Digester::new("lazaret random 1")
            .part("seed", &7_u64.to_le_bytes())
            .part("purpose", b"a")
            .finish();
        let second = Digester::new("lazaret random block 1")
            .part("seed", seed.bytes())
            .part("counter", &1_u64.to_le_bytes())
            .finish();
        assert_eq!(whole.get(32..64), Some(&second.bytes()[..]));
        assert_ne!(whole, Random::new(8, "a").bytes(100));
        assert_ne!(whole, Random::new(7, "b").bytes(100));
        assert!(whole.iter().collect::<std::collections::BTreeSet<_>>().len() > 50);
    }
}
