//! Changes to bytes and to texts.

use crate::pool::Pool;
use crate::random::Random;

/// Bytes at the ends of ranges, and the last bytes of numbers in LEB128.
const EDGES: &[u8] = &[0, 1, 0x20, 0x3f, 0x40, 0x7e, 0x7f, 0x80, 0x81, 0xc0, 0xfe, 0xff];

/// Numbers at which programs change their minds.
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "00",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e308",
    "1e309",
    "4.9e-324",
    "-0.0",
    "0.1",
    "123456789012345678901234567890",
];

/// The longest range that is moved, copied or taken away at once.
const RANGE_MAX: usize = 64;

/// Changes an input in place, a few times. `words` are what the format is made of; the result has at most
/// `bytes_max` bytes.
pub fn mutate(
    input: &mut Vec<u8>,
    random: &mut Random,
    pool: &Pool,
    words: &[&str],
    bytes_max: usize,
) {
    let times = if random.once_in(2) { 1 } else { random.between(2, 8) };
    for _ in 0..times {
        change(input, random, pool, words);
    }
    input.truncate(bytes_max);
}

fn change(input: &mut Vec<u8>, random: &mut Random, pool: &Pool, words: &[&str]) {
    let length = input.len();
    let at = random.between(0, length);
    let range = random.range(length, RANGE_MAX);
    match random.below(16) {
        0 => on_byte(input, random, |byte, random| byte ^ (1 << random.below(8))),
        1 => on_byte(input, random, |_, random| *random.pick(EDGES).unwrap_or(&0)),
        2 => on_byte(input, random, |byte, random| {
            byte.wrapping_add(random.byte() % 9).wrapping_sub(4)
        }),
        3 => {
            let count = random.between(1, 8);
            insert(input, at, &random.bytes(count));
        }
        4 | 5 => drop(input.drain(range)),
        6 => {
            let copy = piece(input, range);
            insert(input, at, &copy);
        }
        7 => {
            let copy = piece(input, range);
            replace(input, at, &copy);
        }
        8 => {
            // Many of the same is how limits are reached.
            let times = random.length(2_000);
            let copy = piece(input, range.clone()).repeat(times);
            insert(input, range.end, &copy);
        }
        9 => insert(input, at, word(random, words)),
        10 => replace(input, at, word(random, words)),
        11 => {
            let other = pool.pick(random).unwrap_or_default();
            let taken = random.range(other.len(), 4 * RANGE_MAX);
            let taken = piece(other, taken);
            input.splice(range, taken);
        }
        12 => {
            let other = pool.pick(random).unwrap_or_default();
            let from = random.below(other.len().max(1));
            input.truncate(at);
            input.extend_from_slice(other.get(from..).unwrap_or_default());
        }
        13 => digits(input, random),
        14 => lines(input, random, pool),
        _ => input.truncate(at),
    }
}

fn on_byte(input: &mut [u8], random: &mut Random, new: impl Fn(u8, &mut Random) -> u8) {
    let index = random.below(input.len());
    if let Some(byte) = input.get_mut(index) {
        *byte = new(*byte, random);
    }
}

fn piece(input: &[u8], range: std::ops::Range<usize>) -> Vec<u8> {
    input.get(range).unwrap_or_default().to_vec()
}

fn insert(input: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    input.splice(at..at, bytes.iter().copied());
}

fn replace(input: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    let end = (at + bytes.len()).min(input.len());
    input.splice(at..end, bytes.iter().copied());
}

fn word<'a>(random: &mut Random, words: &[&'a str]) -> &'a [u8] {
    random.pick(words).map_or(&[], |word| word.as_bytes())
}

/// Another number in the place of one.
fn digits(input: &mut Vec<u8>, random: &mut Random) {
    let number = random.pick(NUMBERS).copied().unwrap_or_default();
    let skip = random.below(input.len().max(1));
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let found = input.iter().skip(skip).position(is_digit);
    let Some(start) = found.map(|found| found + skip) else { return };
    let count = input.iter().skip(start).take_while(|byte| is_digit(byte)).count();
    input.splice(start..start + count, number.bytes());
}

/// A line twice, away, elsewhere, or another's.
fn lines(input: &mut Vec<u8>, random: &mut Random, pool: &Pool) {
    let split = |text: &[u8]| -> Vec<Vec<u8>> {
        text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect()
    };
    let mut all = split(input);
    if all.is_empty() {
        return;
    }
    let (at, from) = (random.below(all.len()), random.below(all.len()));
    match random.below(4) {
        0 => drop(all.remove(at)),
        1 => all.swap(at, from),
        2 => {
            let copy = all.get(from).cloned().unwrap_or_default();
            all.insert(at, copy);
        }
        _ => {
            let other = split(pool.pick(random).unwrap_or_default());
            let line = random.pick(&other).cloned().unwrap_or_default();
            all.insert(at, line);
        }
    }
    *input = all.concat();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_everything_can_be_changed() {
        let mut pool = Pool::default();
        pool.offer(b"one\ntwo\n", &crate::targets::Outcome::new("", ""));
        let mut different = std::collections::HashSet::new();
        for start in [&b""[..], b"x", b"fuel = 12\nname = 3\n"] {
            for index in 0..2_000 {
                let mut input = start.to_vec();
                mutate(&mut input, &mut Random::of(1, index), &pool, &["word"], 1_000);
                assert!(input.len() <= 1_000);
                different.insert(input);
            }
        }
        assert!(2_000 < different.len(), "{} different ones", different.len());
    }
}
