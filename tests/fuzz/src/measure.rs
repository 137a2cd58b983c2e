//! What a run costs: bytes of the heap, exactly, and the memory of the process, as the kernel sees it.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// What one piece of work took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Wall time.
    pub wall: Duration,
    /// How far the heap grew at the most, over all threads.
    pub heap_bytes: usize,
}

/// Two at a time would be measured as one.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Does a piece of work and says what it took.
pub fn measured<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let begin = Instant::now();
    let result = work();
    let wall = begin.elapsed();
    let heap_bytes = ALLOCATOR.peak_usage().saturating_sub(before);
    (result, Cost { wall, heap_bytes })
}

/// The most memory that this process ever had, in bytes; 0 where the kernel does not tell.
#[must_use]
pub fn resident_bytes_peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) << 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_piece_of_work_is_seen() {
        let (length, cost) = measured(|| vec![1_u8; 64 << 20].len());
        assert_eq!(length, 64 << 20);
        assert!(32 << 20 <= cost.heap_bytes);
        assert!(8 << 20 <= resident_bytes_peak());
    }
}
