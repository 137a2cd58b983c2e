//! Changes to WebAssembly that keep its frame whole: sections go, come, move and change, modules inside of
//! components change by themselves, and every length fits afterwards.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wasm_mutate::WasmMutate;

use super::bytes;
use crate::pool::Pool;
use crate::random::Random;

/// The section of a component that holds a core module.
const MODULE: u8 = 1;

/// The section of a component that holds another.
const COMPONENT: u8 = 4;

/// How deep components in components are opened; deeper ones are changed as bytes.
const DEPTH_MAX: usize = 8;

/// What the mutator of modules may spend on one change; its rules for rewriting can go on for long.
const MODULE_FUEL: u64 = 200;

/// A module or component, as its header and its sections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    header: [u8; 8],
    /// Numbers and contents.
    pub sections: Vec<(u8, Vec<u8>)>,
}

impl Binary {
    /// Takes bytes apart, if they are WebAssembly as far as the lengths of sections go.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let header = *bytes.first_chunk::<8>().filter(|header| header.starts_with(b"\0asm"))?;
        let mut rest = bytes.get(8..)?;
        let mut sections = Vec::new();
        while let Some((id, after)) = rest.split_first() {
            let (length, after) = read_number(after)?;
            let content = after.get(..length)?;
            sections.push((*id, content.to_vec()));
            rest = after.get(length..)?;
        }
        Some(Self { header, sections })
    }

    /// The bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = self.header.to_vec();
        for (id, content) in &self.sections {
            bytes.push(*id);
            write_number(&mut bytes, content.len());
            bytes.extend_from_slice(content);
        }
        bytes
    }

    /// Whether it is a component and not a core module.
    #[must_use]
    pub fn is_component(&self) -> bool {
        self.header.get(4) != Some(&1)
    }

    /// Puts a module in the place of the `index`th one of a component; says whether there was one.
    pub fn replace_module(&mut self, index: usize, module: Vec<u8>) -> bool {
        let mut modules = self.sections.iter_mut().filter(|(id, _)| *id == MODULE);
        match modules.nth(index) {
            Some((_, content)) => {
                *content = module;
                true
            }
            None => false,
        }
    }
}

fn read_number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0_u64;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        number |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((usize::try_from(number).ok()?, bytes.get(index + 1..)?));
        }
    }
    None
}

/// Appends a number in LEB128.
pub fn write_number(bytes: &mut Vec<u8>, mut number: usize) {
    while 0x7f < number {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// Changes WebAssembly a few times; bytes that are none are changed as bytes.
pub fn mutate(input: &mut Vec<u8>, random: &mut Random, pool: &Pool, bytes_max: usize) {
    let before = input.clone();
    match Binary::read(input) {
        Some(mut binary) => {
            let times = if random.once_in(2) { 1 } else { random.between(2, 4) };
            for _ in 0..times {
                change(&mut binary, random, pool, 0);
            }
            *input = binary.write();
        }
        None => bytes::mutate(input, random, pool, &[], bytes_max),
    }
    if bytes_max < input.len() {
        *input = before;
    }
}

fn change(binary: &mut Binary, random: &mut Random, pool: &Pool, depth: usize) {
    let count = binary.sections.len();
    let (at, from) = (random.below(count), random.below(count));
    match random.below(if binary.is_component() { 14 } else { 9 }) {
        _ if count == 0 => binary.sections.extend(other(random, pool)),
        0 => drop(binary.sections.remove(at)),
        1 => binary.sections.swap(at, from),
        2 => {
            let copy = binary.sections.get(from).cloned();
            binary.sections.splice(at..at, copy);
        }
        3 => {
            let foreign = other(random, pool);
            binary.sections.splice(at..at, foreign);
        }
        4 => {
            if let Some((id, _)) = binary.sections.get_mut(at) {
                *id = random.byte() % 16;
            }
        }
        // The contents, as bytes.
        5..=8 => {
            if let Some((_, content)) = binary.sections.get_mut(at) {
                let most = content.len() + 4_096;
                bytes::mutate(content, random, pool, &[], most);
            }
        }
        // A part that is WebAssembly itself, if there is one.
        _ => {
            let inner = |(id, _): &&mut (u8, Vec<u8>)| *id == MODULE || *id == COMPONENT;
            let mut parts: Vec<_> = binary.sections.iter_mut().filter(inner).collect();
            let chosen = random.below(parts.len());
            if let Some((id, content)) = parts.get_mut(chosen) {
                inside(*id, content, random, pool, depth);
            }
        }
    }
}

fn inside(id: u8, content: &mut Vec<u8>, random: &mut Random, pool: &Pool, depth: usize) {
    if id == MODULE
        && random.once_in(2)
        && let Some(changed) = mutate_module(content, random.number(), false)
    {
        *content = changed;
        return;
    }
    match Binary::read(content) {
        Some(mut binary) if depth < DEPTH_MAX => {
            change(&mut binary, random, pool, depth + 1);
            *content = binary.write();
        }
        _ => {
            let most = content.len() + 4_096;
            bytes::mutate(content, random, pool, &[], most);
        }
    }
}

/// A section of another input.
fn other(random: &mut Random, pool: &Pool) -> Option<(u8, Vec<u8>)> {
    let other = Binary::read(pool.pick(random)?)?;
    random.pick(&other.sections).cloned()
}

/// Another module out of a valid one: the same in what it does if `same`, and valid in any case. None if
/// the mutator has no change for it.
#[must_use]
pub fn mutate_module(module: &[u8], seed: u64, same: bool) -> Option<Vec<u8>> {
    // The mutator expects valid modules and panics at some that are not.
    let changed = catch_unwind(AssertUnwindSafe(|| {
        let mut mutate = WasmMutate::default();
        mutate.seed(seed).fuel(MODULE_FUEL).preserve_semantics(same);
        let changed = mutate.run(module).ok()?.next();
        changed?.ok()
    }));
    changed.ok().flatten()
}

/// The same to each module of a component; none if no module has a change.
#[must_use]
pub fn same_in_other_words(component: &[u8], random: &mut Random) -> Option<Vec<u8>> {
    let mut binary = Binary::read(component).filter(Binary::is_component)?;
    let mut any = false;
    for (id, content) in &mut binary.sections {
        if *id == MODULE
            && let Some(changed) = mutate_module(content, random.number(), true)
        {
            any = true;
            *content = changed;
        }
    }
    any.then(|| binary.write())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "(component (core module (func (export \"f\") (result i32) i32.const 7)) \
                        (component (core module (memory 1))))";

    #[test]
    fn what_is_taken_apart_goes_together_again() {
        let bytes = wat::parse_str(TEXT).unwrap();
        let mut binary = Binary::read(&bytes).unwrap();
        assert!(binary.is_component());
        assert_eq!(binary.write(), bytes);
        assert!(binary.replace_module(0, b"\0asm\x01\0\0\0".to_vec()));
        assert!(!binary.replace_module(1, Vec::new()));
        assert!(binary.write().len() < bytes.len());
        for length in 0..bytes.len() {
            drop(Binary::read(&bytes[..length]));
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for number in [0, 1, 127, 128, 300, 65_535, 8 << 20] {
            let mut bytes = Vec::new();
            write_number(&mut bytes, number);
            assert_eq!(read_number(&bytes), Some((number, &[][..])));
        }
        assert_eq!(read_number(&[0x80; 8]), None);
    }

    /// If hardly any changed component were whole, only the first lines of a parser would be tried.
    #[test]
    fn many_changes_leave_a_frame() {
        let bytes = wat::parse_str(TEXT).unwrap();
        let mut pool = Pool::default();
        pool.offer(&bytes, &crate::targets::Outcome::new("", ""));
        let mut whole = 0;
        for index in 0..500 {
            let mut input = bytes.clone();
            mutate(&mut input, &mut Random::of(3, index), &pool, 1 << 20);
            whole += usize::from(input != bytes && Binary::read(&input).is_some());
        }
        assert!(400 < whole, "{whole}");
    }

    #[test]
    fn other_words_are_other_bytes() {
        let bytes = wat::parse_str(TEXT).unwrap();
        let found = (0..20).filter_map(|seed| {
            same_in_other_words(&bytes, &mut Random::of(seed, 0)).filter(|other| *other != bytes)
        });
        assert!(5 < found.count());
    }
}
