//! Random numbers that are the same on every machine and with every version of every library, so that a seed
//! that found something finds it again.

/// A stream of numbers (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The stream of one run: each index has its own, whatever the runs before it drew.
    #[must_use]
    pub const fn of(seed: u64, index: u64) -> Self {
        let mut random = Self { state: seed };
        let mixed = random.number();
        Self { state: mixed ^ index.wrapping_mul(0xd6e8_feb8_6659_fd93) }
    }

    /// The next 64 bits.
    pub const fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 if there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let number = self.number();
        let end = end as u64;
        usize::try_from(number.checked_rem(end).unwrap_or(0)).unwrap_or(0)
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least.saturating_add(self.below(most.saturating_sub(least).saturating_add(1)))
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A length of which short ones are likelier: half are below a 16th of `most`.
    pub fn length(&mut self, most: usize) -> usize {
        let most = if self.once_in(2) { most } else { (most / 16).max(1) };
        self.below(most.saturating_add(1))
    }

    /// One of several, or none if there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = self.below(items.len());
        items.get(index)
    }

    /// A byte.
    pub const fn byte(&mut self) -> u8 {
        self.number().to_le_bytes()[0]
    }

    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }

    /// A range within `0..length`, at most `most` long; empty only if there is nothing.
    pub fn range(&mut self, length: usize, most: usize) -> std::ops::Range<usize> {
        if length == 0 {
            return 0..0;
        }
        let start = self.below(length);
        let size = self.between(1, most.min(length - start).max(1));
        start..(start + size).min(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change of these numbers makes every seed in every report worthless.
    #[test]
    fn a_seed_means_the_same_for_ever() {
        let mut random = Random::of(7, 0);
        let first = [random.number(), random.number(), Random::of(7, 1).number()];
        assert_eq!(first, [FIRST, SECOND, OTHER]);
    }

    const FIRST: u64 = 13_309_476_754_707_697_221;
    const SECOND: u64 = 11_984_929_618_412_882_174;
    const OTHER: u64 = 8_399_474_957_147_718_420;

    #[test]
    fn ranges_stay_inside() {
        let mut random = Random::of(1, 1);
        for length in [0, 1, 2, 100] {
            for _ in 0..1_000 {
                let range = random.range(length, 10);
                assert!(range.end <= length && range.len() <= 10);
                assert_eq!(range.is_empty(), length == 0);
            }
        }
    }
}
