//! What is said on the sockets of workers. A worker that a program has broken out into may say anything, so
//! every reader is tried with everything: questions, answers, orders, replies, packed data, frames.

use std::time::Duration;

use lazaret_worker::{ReadAs, read_anything, samples};

use super::{Limits, Outcome, Target};
use crate::mutate::bytes;
use crate::pool::Pool;
use crate::random::Random;

/// The most bytes of a message here; longer ones are no other.
const BYTES_MAX: usize = 4 << 10;

/// The target.
pub struct Messages;

impl Target for Messages {
    fn limits(&self) -> Limits {
        // A buffer of a socket, whatever the message.
        Limits { wall: Duration::from_millis(500), heap_bytes: 4 << 20, heap_bytes_per_byte: 256 }
    }

    fn runs(&self) -> u64 {
        200_000
    }

    fn extension(&self) -> &'static str {
        "bin"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        samples()
    }

    fn input(&mut self, random: &mut Random, pool: &Pool) -> Vec<u8> {
        let mut input = pool.pick(random).unwrap_or_default().to_vec();
        bytes::mutate(&mut input, random, pool, &[], BYTES_MAX);
        input
    }

    fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let read = read_anything(input);
        let class = if read == ReadAs::default() { "nothing" } else { "something" };
        Ok(Outcome::new(class, &format!("{read:?}")))
    }
}
