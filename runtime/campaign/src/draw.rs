//! Choices that anybody can make again: numbers that follow from a seed and from what they are for.

use lazaret_trial::{Digest, Digester};

/// A row of numbers for one purpose.
pub struct Draw {
    base: Digest,
    count: u64,
}

impl Draw {
    /// The numbers of a campaign's seed for a purpose, such as the parents of trial 17.
    pub fn new(seed: u64, purpose: &str, number: u64) -> Self {
        let base = Digester::new("lazaret draw 1")
            .part("seed", &seed.to_le_bytes())
            .part("purpose", purpose.as_bytes())
            .part("number", &number.to_le_bytes())
            .finish();
        Self { base, count: 0 }
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.count += 1;
        let digest = Digester::new("lazaret draw 1")
            .part("base", self.base.bytes())
            .part("count", &self.count.to_le_bytes())
            .finish();
        let (first, _) = digest.bytes().split_at(8);
        first.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// A number below `end`, or 0 if that is 0. Multiplication instead of a remainder: the error is below 2^-32 for
    /// the small numbers that are asked for here.
    pub fn below(&mut self, end: usize) -> usize {
        let scaled = (u128::from(self.next()) * end as u128) >> 64;
        usize::try_from(scaled).unwrap_or_default()
    }

    /// Whether something happens that happens so many times of a hundred.
    pub fn happens(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_from_their_purpose_and_are_spread_evenly() {
        let row = |seed, purpose, number| {
            let mut draw = Draw::new(seed, purpose, number);
            (0..4).map(|_| draw.next()).collect::<Vec<_>>()
        };
        assert_eq!(row(1, "parents", 2), row(1, "parents", 2));
        assert_ne!(row(1, "parents", 2), row(2, "parents", 2));
        assert_ne!(row(1, "parents", 2), row(1, "parents", 3));
        assert_ne!(row(1, "parents", 2), row(1, "island", 2));
        let mut draw = Draw::new(7, "spread", 0);
        let mut counts = [0; 5];
        for _ in 0..5000 {
            counts[draw.below(5)] += 1;
        }
        assert!(counts.iter().all(|count| (880..1120).contains(count)), "{counts:?}");
        assert_eq!(draw.below(0), 0);
    }
}
