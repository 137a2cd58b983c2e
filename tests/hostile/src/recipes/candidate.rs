//! A candidate that always answers the same text, as it is or with something hostile beside it.

use lazaret_header::component;
use wasm_encoder::{ComponentSection, Module, ModuleSection, RawSection, Section};

use super::bytes::repeated;
use super::{Made, one};
use crate::parameters::Parameters;

/// What begins every component: magic, version 13, layer 1.
pub const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

/// The body of a candidate that answers what is put in for TEXT.
const ANSWER: &str = r#"
  (core module $main
    (memory (export "memory") PAGES)
    ;; ok(address, length)
    (data (i32.const 0) "\00\00\00\00" "\00\00\01\00" "LENGTH")
    (data (i32.const 65536) "TEXT")
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      i32.const 0))
  (core instance $main (instantiate $main))
"#;

/// The whole component.
pub fn answering(text: &[u8]) -> Result<Vec<u8>, String> {
    answering_beside(text, "")
}

/// The same with something beside it, in the text form of components.
pub fn answering_beside(text: &[u8], extra: &str) -> Result<Vec<u8>, String> {
    let pages = 2 + text.len() / 65_536;
    let length = u32::try_from(text.len()).map_err(|error| error.to_string())?;
    let body = ANSWER
        .replace("PAGES", &pages.to_string())
        .replace("LENGTH", &escaped(&length.to_le_bytes()))
        .replace("TEXT", &escaped(text));
    assembled(&component(&(body + extra), Some("candidate"), "")?)
}

/// `answer text=... [before=...] [times=N] [after=...]`: an answer that is not what was asked for.
pub fn answer(parameters: &mut Parameters) -> Result<Made, String> {
    Ok(one(answering(&repeated(parameters)?)?))
}

/// A component from its text form.
pub fn assembled(text: &str) -> Result<Vec<u8>, String> {
    wat::parse_str(text).map_err(|error| error.to_string())
}

/// A candidate that answers 0, with one more section.
pub fn beside(section: &impl ComponentSection) -> Result<Vec<u8>, String> {
    let mut bytes = answering(b"0")?;
    section.append_to_component(&mut bytes);
    Ok(bytes)
}

/// The same with one more module, which is compiled and never instantiated.
pub fn beside_module(module: &Module) -> Result<Vec<u8>, String> {
    beside(&ModuleSection(module))
}

/// A module of sections as they are, which need not make sense.
pub fn module_of(sections: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Module::HEADER.to_vec();
    for (id, data) in sections {
        RawSection { id: *id, data }.append_to(&mut bytes);
    }
    bytes
}

/// A candidate that answers 0, with one more module that need not make sense.
pub fn beside_bytes(module: &[u8]) -> Result<Vec<u8>, String> {
    let mut bytes = answering(b"0")?;
    RawSection { id: 1, data: module }.append_to(&mut bytes);
    Ok(bytes)
}

/// Bytes as they stand in a text of WebAssembly's text form.
pub fn escaped(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\{byte:02x}")).collect()
}
