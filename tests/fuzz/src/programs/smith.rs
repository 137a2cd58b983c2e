//! Modules and components out of nothing.

use anyhow::{Context, Result};
use arbitrary::Unstructured;
use wasm_smith::{Component, Config, MemoryOffsetChoices, Module};

use crate::random::Random;

/// The most pages of a memory, so that a digest of one costs little.
const PAGES_MAX: u64 = 16;

/// What a module must export and may import.
#[derive(Clone, Debug)]
pub struct Shape {
    exports: Vec<u8>,
    imports: Vec<u8>,
}

impl Shape {
    /// A shape from two modules in text form that have these exports and these imports.
    ///
    /// # Errors
    /// If they are not well formed.
    pub fn assemble(exports: &str, imports: &str) -> Result<Self> {
        let module = |text| wat::parse_str(text).context("a shape is not well formed");
        Ok(Self { exports: module(exports)?, imports: module(imports)? })
    }
}

/// Exactly the features of the strict profile, by name and not by default, so that a new default of a new
/// version changes nothing here.
fn strict(random: &mut Random) -> Config {
    Config {
        bulk_memory_enabled: true,
        extended_const_enabled: true,
        multi_value_enabled: true,
        // References to the host are off in the strict profile, and this switch has no halves: admission
        // refuses a part of what it leads to.
        reference_types_enabled: random.once_in(4),
        saturating_float_to_int_enabled: true,
        sign_extension_ops_enabled: true,
        acquire_release_atomics_enabled: false,
        compact_imports_enabled: false,
        custom_descriptors_enabled: false,
        custom_page_sizes_enabled: false,
        exceptions_enabled: false,
        gc_enabled: false,
        memory64_enabled: false,
        multibyte_array_access_enabled: false,
        relaxed_simd_enabled: false,
        shared_everything_threads_enabled: false,
        simd_enabled: false,
        tail_call_enabled: false,
        threads_enabled: false,
        wide_arithmetic_enabled: false,
        allow_invalid_funcs: false,
        // Half of them cannot end at the first division or address that is out of range.
        disallow_traps: random.once_in(2),
        max_memories: 1,
        max_memory32_bytes: PAGES_MAX << 16,
        memory_max_size_required: true,
        // Out of bounds now and then, and not nearly always.
        memory_offset_choices: MemoryOffsetChoices(90, 9, 1),
        max_tables: if random.once_in(4) { 2 } else { 1 },
        max_table_elements: 1_000,
        table_max_size_required: true,
        max_instructions: *random.pick(&[20, 100, 100, 400, 2_000]).unwrap_or(&100),
        max_funcs: random.between(1, 20),
        max_globals: 16,
        max_imports: random.below(10),
        min_funcs: 1,
        allow_start_export: random.once_in(4),
        ..Config::default()
    }
}

/// A module of the strict profile; with a shape, of that one, and otherwise one that exports all it has and
/// imports nothing. `canonical` puts code into it that makes all NaN one, so that engines that do not agree
/// on them can be compared. None if the random bytes did not do.
pub fn strict_module(
    random: &mut Random,
    shape: Option<&Shape>,
    canonical: bool,
) -> Option<Vec<u8>> {
    let mut config = strict(random);
    config.canonicalize_nans = canonical;
    match shape {
        Some(shape) => {
            config.exports = Some(shape.exports.clone());
            config.available_imports = Some(shape.imports.clone());
        }
        None => {
            config.export_everything = true;
            config.max_imports = 0;
        }
    }
    module(config, random)
}

/// A module with any feature at all.
pub fn wild_module(random: &mut Random) -> Option<Vec<u8>> {
    let bytes = random.bytes(200);
    let config = Unstructured::new(&bytes).arbitrary::<Config>().ok()?;
    module(config, random)
}

fn module(config: Config, random: &mut Random) -> Option<Vec<u8>> {
    let length = 64 + random.length(4_000);
    let bytes = random.bytes(length);
    Some(Module::new(config, &mut Unstructured::new(&bytes)).ok()?.to_bytes())
}

/// A component with any feature at all.
pub fn wild_component(random: &mut Random) -> Option<Vec<u8>> {
    let length = 64 + random.length(2_000);
    let bytes = random.bytes(length);
    let config = Config { max_components: 5, max_modules: 5, ..Config::default() };
    Some(Component::new(config, &mut Unstructured::new(&bytes)).ok()?.to_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_module() {
        let module = |seed| strict_module(&mut Random::of(seed, 0), None, true);
        assert_eq!(module(1), module(1));
        let different: std::collections::HashSet<_> = (0..100).filter_map(module).collect();
        assert!(80 < different.len(), "{}", different.len());
    }

    #[test]
    fn wild_ones_are_there() {
        let random = |index| Random::of(2, index);
        assert!(50 < (0..100).filter_map(|index| wild_module(&mut random(index))).count());
        assert!(30 < (0..100).filter_map(|index| wild_component(&mut random(index))).count());
    }
}
