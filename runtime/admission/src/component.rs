//! The checks of a component, cheapest first.

use wasmparser::{
    ComponentExternalKind, ComponentTypeRef, Encoding, Parser, Payload, Validator, WasmFeatures,
};

use crate::policy::{Policy, strict_features};
use crate::rejection::Rejection;
use crate::structure;

/// The import and export names of a component that passes every check.
pub fn check(bytes: &[u8], policy: &Policy) -> Result<(Vec<String>, Vec<String>), Rejection> {
    check_header(bytes)?;
    structure::check(bytes, &policy.caps)?;
    validate(bytes)?;
    let (imports, exports) = outer_names(bytes).map_err(|error| malformed(&error))?;
    check_imports(&imports, policy)?;
    check_exports(&exports, policy)?;
    let names = |outer: Vec<OuterName>| outer.into_iter().map(|it| it.name).collect();
    Ok((names(imports), names(exports)))
}

pub fn malformed(error: &wasmparser::BinaryReaderError) -> Rejection {
    Rejection::Malformed(format!(
        "not valid WebAssembly: {} (at byte {})",
        error.message(),
        error.offset()
    ))
}

fn check_header(bytes: &[u8]) -> Result<(), Rejection> {
    if bytes.is_empty() {
        return Err(Rejection::Malformed("the file is empty".to_owned()));
    }
    if !bytes.starts_with(b"\0asm") {
        return Err(Rejection::Malformed(
            "neither WebAssembly nor a text in a known language (by its extension: .py)".to_owned(),
        ));
    }
    if Parser::is_core_wasm(bytes) {
        return Err(Rejection::Type(
            "a core WebAssembly module where a component is needed".to_owned(),
        ));
    }
    Ok(())
}

/// Validates against the strict features. What a wider set would accept is told apart from what nothing
/// would: the first is a feature that is off, the second is damage.
fn validate(bytes: &[u8]) -> Result<(), Rejection> {
    let strict = Validator::new_with_features(strict_features()).validate_all(bytes);
    let Err(error) = strict else { return Ok(()) };
    if Validator::new_with_features(WasmFeatures::all()).validate_all(bytes).is_ok() {
        return Err(Rejection::Feature(format!(
            "a WebAssembly feature that is off: {} (at byte {})",
            error.message(),
            error.offset()
        )));
    }
    Err(malformed(&error))
}

/// An import or export of the outermost component.
struct OuterName {
    name: String,
    /// Whether it is an interface and not something else under the name of one.
    interface: bool,
}

/// The names of the outermost component's imports and exports.
fn outer_names(bytes: &[u8]) -> wasmparser::Result<(Vec<OuterName>, Vec<OuterName>)> {
    let (mut imports, mut exports) = (Vec::new(), Vec::new());
    let mut depth = 0_u32;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::Version { encoding: Encoding::Component | Encoding::Module, .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::ComponentImportSection(section) if depth == 1 => {
                for import in section {
                    let import = import?;
                    let interface = matches!(import.ty, ComponentTypeRef::Instance(_));
                    imports.push(OuterName { name: import.name.name.to_owned(), interface });
                }
            }
            Payload::ComponentExportSection(section) if depth == 1 => {
                for export in section {
                    let export = export?;
                    let interface = export.kind == ComponentExternalKind::Instance;
                    exports.push(OuterName { name: export.name.name.to_owned(), interface });
                }
            }
            _ => {}
        }
    }
    Ok((imports, exports))
}

fn check_imports(imports: &[OuterName], policy: &Policy) -> Result<(), Rejection> {
    for OuterName { name: import, interface } in imports {
        let base = import.split('@').next().unwrap_or_default();
        let allowed = policy.imports.iter().any(|allowed| {
            base == *allowed || (allowed.ends_with(['/', ':']) && base.starts_with(allowed))
        });
        if !allowed {
            return Err(Rejection::Import(import.clone()));
        }
        if !interface {
            return Err(Rejection::Type(format!("the import `{import}` is not an interface")));
        }
    }
    Ok(())
}

fn check_exports(outer: &[OuterName], policy: &Policy) -> Result<(), Rejection> {
    let exports: Vec<&str> = outer.iter().map(|export| export.name.as_str()).collect();
    for wanted in policy.exports {
        if let Some(export) = outer.iter().find(|export| export.name == *wanted) {
            if !export.interface {
                return Err(Rejection::Type(format!("the export `{wanted}` is not an interface")));
            }
            continue;
        }
        let base = wanted.split('@').next().unwrap_or_default();
        let other_version = |export: &&&str| export.split('@').next() == Some(base);
        if let Some(found) = exports.iter().find(other_version) {
            return Err(Rejection::Type(format!(
                "the component exports `{found}` where `{wanted}` is needed"
            )));
        }
        let found = match exports.as_slice() {
            [] => "nothing".to_owned(),
            some => format!("`{}`", some.join("`, `")),
        };
        return Err(Rejection::Export { wanted, found });
    }
    Ok(())
}
