//! At which amounts of fuel a run is looked at, and for how much each look stands.
//!
//! A run is divided into as many equal parts as there are samples, and each part is looked at once, at a place
//! inside of it that differs from part to part and is the same every time: at places that are equally far apart, a program
//! that repeats itself would be seen at the same step each time.

/// Where to look: for each part, its number and the fuel, in an order in which the first few are spread over the
/// whole run, so that it can be left off at any time. The fuel is from 1 to `total`.
pub fn places(total: u64, samples: u32) -> impl Iterator<Item = (u32, u64)> {
    // No part is without fuel.
    let samples = u32::try_from(total).map_or(samples, |total| samples.min(total));
    let bits = u32::BITS - samples.saturating_sub(1).leading_zeros();
    (0..1_u64 << bits).filter_map(move |index| {
        let reversed = index.reverse_bits().checked_shr(u64::BITS - bits).unwrap_or(0);
        let part = u32::try_from(reversed).ok().filter(|part| *part < samples)?;
        let (from, to) = (bound(total, samples, part), bound(total, samples, part + 1));
        let inside = scattered(part, to - from);
        Some((part, from + inside + 1))
    })
}

/// For how much fuel each of the parts that were looked at stands, in their order: for itself, and for those next
/// to it that nobody has looked at. Together they are `total`.
pub fn weights(total: u64, samples: u32, looked_at: &[u32]) -> Vec<u64> {
    let samples = u32::try_from(total).map_or(samples, |total| samples.min(total));
    let middle = |index: usize| match (looked_at.get(index.wrapping_sub(1)), looked_at.get(index)) {
        (None, _) => 0,
        (_, None) => total,
        (Some(left), Some(right)) => bound(total, samples, (left + right).div_ceil(2)),
    };
    (0..looked_at.len()).map(|index| middle(index + 1) - middle(index)).collect()
}

/// Where a part begins.
fn bound(total: u64, samples: u32, part: u32) -> u64 {
    let exact = u128::from(total) * u128::from(part) / u128::from(samples.max(1));
    u64::try_from(exact).unwrap_or(total)
}

/// A place in a part of this width: multiples of the golden ratio, which fill it more evenly than random numbers
/// and keep step with nothing that repeats itself.
fn scattered(part: u32, width: u64) -> u64 {
    let fraction = u64::from(part).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let place = (u128::from(fraction) * u128::from(width)) >> 64;
    u64::try_from(place).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_looked_at_once_inside_of_it() {
        for (total, samples, expected) in [
            (1_000_003, 100, 100),
            (1_000, 7, 7),
            (5, 100, 5),
            (1, 1, 1),
            (1 << 53, 10_000, 10_000),
        ] {
            let mut found: Vec<(u32, u64)> = places(total, samples).collect();
            let first: Vec<u32> = found.iter().take(2).map(|(part, _)| *part).collect();
            assert_eq!(first[0], 0);
            assert!(found.len() < 4 || expected / 4 < first[1], "the second is far from the first");
            found.sort_unstable();
            let parts: Vec<u32> = found.iter().map(|(part, _)| *part).collect();
            assert_eq!(parts, (0..expected).collect::<Vec<_>>());
            for (part, fuel) in found {
                let width = total / u64::from(expected);
                assert!(u64::from(part) * width < fuel && fuel <= total, "{part} {fuel}");
            }
        }
        assert_eq!(places(0, 10).count(), 0);
    }

    #[test]
    fn weights_are_the_whole_whatever_is_missing() {
        for looked_at in [&[0, 1, 2, 3][..], &[0, 3], &[2], &[1, 2, 3], &[0, 1]] {
            let weights = weights(1_003, 4, looked_at);
            assert_eq!(weights.iter().sum::<u64>(), 1_003, "{looked_at:?}");
            assert_eq!(weights.len(), looked_at.len());
        }
        assert_eq!(weights(1_000, 4, &[0, 1, 2, 3]), [250; 4]);
        assert_eq!(weights(1_000, 4, &[0, 3]), [500, 500]);
        assert_eq!(weights(1_000, 4, &[]), [0; 0]);
    }
}
