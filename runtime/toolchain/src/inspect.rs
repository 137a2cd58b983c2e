//! What is in a WebAssembly file, without running or compiling it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wasmparser::{Encoding, Parser, Payload};
use wit_component::{DecodedWasm, WitPrinter, decode};

/// The most imports and exports that are listed of each kind.
const NAMES_MAX: usize = 1_000;

/// The most characters of a name that are shown.
const NAME_CHARACTERS_MAX: usize = 200;

/// What is in a WebAssembly file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// `component` or `module`.
    pub kind: &'static str,
    /// The world of a component in WIT, or why it cannot be shown. None for a module.
    pub world: Option<Result<String, String>>,
    /// What the outermost level imports: `name` or `module.name`, in order.
    pub imports: Vec<String>,
    /// What the outermost level exports, in order.
    pub exports: Vec<String>,
    /// Core modules inside, itself included.
    pub modules: u64,
    /// Functions with a body in all of them.
    pub functions: u64,
    /// Bytes of these bodies.
    pub code_bytes: u64,
    /// Bytes of data segments.
    pub data_bytes: u64,
    /// Bytes of custom sections: names, debug information, producers.
    pub custom_bytes: u64,
}

/// Looks into a file.
///
/// # Errors
/// If it is no WebAssembly, or damaged; how far it could be read.
pub fn contents(bytes: &[u8]) -> Result<Contents, String> {
    let mut contents = walk(bytes)?;
    if contents.kind == "component" {
        // The decoder is not built for hostile components, so a panic is an error like any other.
        let world = catch_unwind(AssertUnwindSafe(|| world(bytes)));
        contents.world =
            Some(world.unwrap_or_else(|_| Err("its types cannot be made sense of".to_owned())));
    }
    Ok(contents)
}

fn walk(bytes: &[u8]) -> Result<Contents, String> {
    let mut contents = Contents {
        kind: "module",
        world: None,
        imports: Vec::new(),
        exports: Vec::new(),
        modules: 0,
        functions: 0,
        code_bytes: 0,
        data_bytes: 0,
        custom_bytes: 0,
    };
    let mut level = 0_u32;
    for payload in Parser::new(0).parse_all(bytes) {
        let wrong = |error: wasmparser::BinaryReaderError| {
            format!("not valid WebAssembly at byte {}: {}", error.offset(), error.message())
        };
        match payload.map_err(wrong)? {
            Payload::Version { encoding, .. } => {
                level += 1;
                match encoding {
                    Encoding::Module => contents.modules += 1,
                    Encoding::Component if level == 1 => contents.kind = "component",
                    Encoding::Component => {}
                }
            }
            Payload::End(_) => level = level.saturating_sub(1),
            Payload::ImportSection(section) if level == 1 => {
                for import in section.into_imports() {
                    let import = import.map_err(wrong)?;
                    keep(&mut contents.imports, &format!("{}.{}", import.module, import.name));
                }
            }
            Payload::ExportSection(section) if level == 1 => {
                for export in section {
                    keep(&mut contents.exports, export.map_err(wrong)?.name);
                }
            }
            Payload::ComponentImportSection(section) if level == 1 => {
                for import in section {
                    keep(&mut contents.imports, import.map_err(wrong)?.name.name);
                }
            }
            Payload::ComponentExportSection(section) if level == 1 => {
                for export in section {
                    keep(&mut contents.exports, export.map_err(wrong)?.name.name);
                }
            }
            Payload::CodeSectionEntry(body) => {
                contents.functions += 1;
                contents.code_bytes += body.range().len() as u64;
            }
            Payload::DataSection(section) => contents.data_bytes += section.range().len() as u64,
            Payload::CustomSection(section) => {
                contents.custom_bytes += section.range().len() as u64;
            }
            _ => {}
        }
    }
    Ok(contents)
}

fn keep(names: &mut Vec<String>, name: &str) {
    if names.len() < NAMES_MAX {
        names.push(name.chars().take(NAME_CHARACTERS_MAX).collect());
    }
}

/// The world of a component, as WIT prints it.
fn world(bytes: &[u8]) -> Result<String, String> {
    let (resolve, world) = match decode(bytes).map_err(|error| format!("{error:#}"))? {
        DecodedWasm::Component(resolve, world) => (resolve, world),
        DecodedWasm::WitPackage(..) => return Err("it is a WIT package, not a program".to_owned()),
    };
    let package = resolve.worlds.get(world).and_then(|world| world.package);
    let package = package.ok_or("its world is in no package")?;
    // The other packages are those that the world names; they follow it.
    let others: Vec<_> =
        resolve.packages.iter().map(|(id, _)| id).filter(|id| *id != package).collect();
    let mut printer = WitPrinter::default();
    printer.print(&resolve, package, &others).map_err(|error| format!("{error:#}"))?;
    Ok(printer.output.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_component_shows_its_world() {
        let text = r#"(component
            (core module $m (func (export "f") (param i32) (result i32) (local.get 0)))
            (core instance $i (instantiate $m))
            (func $f (param "x" u32) (result u32) (canon lift (core func $i "f")))
            (export "double" (func $f)))"#;
        let contents = contents(&wat::parse_str(text).unwrap()).unwrap();
        assert_eq!((contents.kind, contents.modules, contents.functions), ("component", 1, 1));
        assert_eq!(contents.exports, ["double"]);
        let world = contents.world.unwrap().unwrap();
        assert!(world.contains("export double: func(x: u32) -> u32;"), "{world}");
    }

    #[test]
    fn a_module_shows_its_names() {
        let text = r#"(module (import "env" "x" (func)) (memory (export "memory") 1)
            (data (i32.const 0) "abc"))"#;
        let contents = contents(&wat::parse_str(text).unwrap()).unwrap();
        assert_eq!((contents.kind, contents.world.is_none()), ("module", true));
        assert_eq!(contents.imports, ["env.x"]);
        assert_eq!(contents.exports, ["memory"]);
        assert!(0 < contents.data_bytes);
    }

    #[test]
    fn what_is_damaged_says_where() {
        assert!(contents(b"#!/bin/sh").unwrap_err().contains("at byte 0"));
        let module = wat::parse_str("(module (func (nop)))").unwrap();
        for length in 1..module.len() {
            // A cut at the end of a section leaves a shorter module.
            drop(contents(module.get(..length).unwrap()));
        }
    }
}
