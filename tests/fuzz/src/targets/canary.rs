//! A parser with a defect behind a few bytes that nobody gets right at once. If it is not found, then nothing
//! that this crate says about the other targets is worth anything.

use std::time::Duration;

use super::{Limits, Outcome, Target};
use crate::mutate::bytes;
use crate::pool::Pool;
use crate::random::Random;

/// What a well-formed input begins with. The defect waits for a count of 77 after it.
const MAGIC: &[u8] = b"LZRT";

/// The target.
pub struct Canary;

impl Target for Canary {
    fn limits(&self) -> Limits {
        Limits { wall: Duration::from_secs(5), heap_bytes: 1 << 20, heap_bytes_per_byte: 16 }
    }

    fn runs(&self) -> u64 {
        2_000_000
    }

    fn extension(&self) -> &'static str {
        "bin"
    }

    fn input(&mut self, random: &mut Random, pool: &Pool) -> Vec<u8> {
        let mut input = pool.pick(random).unwrap_or_default().to_vec();
        bytes::mutate(&mut input, random, pool, &[], 256);
        input
    }

    fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
        Ok(match parse(input) {
            Ok(count) => Outcome::new("accepted", "").and(count),
            // Like any good parser it says how far it came, and that is all the help there is.
            Err(well) => Outcome::new("rejected", "").and(1 << well),
        })
    }
}

/// The count of things in the input, or how many bytes of it were as they should be.
fn parse(input: &[u8]) -> Result<u64, u32> {
    let mut well = 0;
    for expected in MAGIC {
        if input.get(well as usize) != Some(expected) {
            return Err(well);
        }
        well += 1;
    }
    let count = input.get(MAGIC.len()).copied().ok_or(well)?;
    // The defect: one too many.
    assert_ne!(count, 77, "the planted defect");
    Ok(u64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defect_is_behind_five_bytes() {
        assert_eq!(parse(b""), Err(0));
        assert_eq!(parse(b"LZxT"), Err(2));
        assert_eq!(parse(b"LZRT"), Err(4));
        assert_eq!(parse(b"LZRT\x05"), Ok(5));
        assert!(std::panic::catch_unwind(|| parse(b"LZRT\x4d")).is_err());
    }
}
