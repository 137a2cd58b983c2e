//! From a core module to a component of a world.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wasm_encoder::{RawSection, Section};
use wasmparser::{Parser, Payload};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};

use crate::world::World;

/// Makes a component of a core module whose exports and imports are named as the canonical ABI says.
///
/// Calls to WASI preview 1 are translated to 0.2 by the adapter that the engine's makers provide.
///
/// # Errors
/// If the module lacks an export, has one of another type, or imports what the world does not have; in
/// the encoder's words.
pub fn componentize(module: &[u8], world: World<'_>) -> Result<Vec<u8>, String> {
    let (mut module, uses_preview1) = stripped(module)?;
    let (resolve, id) = world.resolve()?;
    // The encoder is not built for hostile modules, so a panic is an error like any other.
    let encoded = catch_unwind(AssertUnwindSafe(|| {
        embed_component_metadata(&mut module, &resolve, id, StringEncoding::UTF8, false)?;
        let mut encoder = ComponentEncoder::default();
        encoder.module(&module)?.validate(true);
        if uses_preview1 {
            let adapter = WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER;
            encoder.adapter(WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, adapter)?;
        }
        encoder.encode()
    }));
    match encoded {
        Ok(Ok(component)) => Ok(component),
        Ok(Err(error)) => Err(causes(&error)),
        Err(_) => Err("the module cannot be made into a component".to_owned()),
    }
}

/// The module without custom sections, and whether it calls WASI preview 1. Custom sections could claim
/// another world, and say nothing that a verdict may depend on; only the names of functions are kept.
fn stripped(module: &[u8]) -> Result<(Vec<u8>, bool), String> {
    let mut kept = wasm_encoder::Module::HEADER.to_vec();
    let mut uses_preview1 = false;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload.map_err(|error| format!("not valid WebAssembly: {error}"))?;
        match &payload {
            Payload::Version { encoding: wasmparser::Encoding::Component, .. } => {
                return Err("it is a component already".to_owned());
            }
            Payload::CustomSection(section) if section.name() != "name" => continue,
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    let import = import.map_err(|error| error.to_string())?;
                    uses_preview1 |= import.module == WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME;
                }
            }
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            let data = module.get(range).ok_or("a section ends beyond the module")?;
            RawSection { id, data }.append_to(&mut kept);
        }
    }
    Ok((kept, uses_preview1))
}

/// An error with its causes on one line.
fn causes(error: &anyhow::Error) -> String {
    let chain = error.chain().map(ToString::to_string);
    chain.collect::<Vec<_>>().join(": ").replace('\n', " ")
}
