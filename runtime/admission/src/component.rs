//! The checks of a component, cheapest first.

use lazaret_trial::{Interface, Weakness};
use wasmparser::types::Types;
use wasmparser::{
    ComponentExternalKind, ComponentTypeRef, Encoding, Parser, Payload, Validator, WasmFeatures,
};

use crate::caps::Measured;
use crate::interface;
use crate::links;
use crate::policy::{Policy, Typed, strict_features};
use crate::rejection::Rejection;
use crate::structure;

/// The most names that an error lists.
const NAMES_MAX: usize = 8;

/// What the outside of a component looks like.
#[derive(Clone, Debug)]
pub struct Surface {
    pub imports: Vec<String>,
    pub exports: Vec<String>,
    /// The exported interfaces with their functions, or why they cannot be called with plain data.
    pub interfaces: Vec<(String, Result<Interface, String>)>,
}

/// The surface of a component that passes every check.
pub fn check(bytes: &[u8], policy: &Policy) -> Result<(Surface, Measured), Rejection> {
    check_header(bytes)?;
    let measured = if Weakness::Caps.is_chosen() {
        Measured::default()
    } else {
        structure::measure(bytes, &policy.caps)?
    };
    let features =
        if Weakness::Features.is_chosen() { WasmFeatures::all() } else { strict_features() };
    let types = validate(bytes, features)?;
    if !Weakness::Texts.is_chosen() {
        links::check(bytes, features)?;
    }
    let (imports, exports) = outer_names(bytes).map_err(|error| unreadable(&error))?;
    check_imports(&imports, policy)?;
    check_exports(&exports, policy)?;
    if let Some(typed) = &policy.typed {
        interface::check(types.as_ref(), typed)?;
    }
    let names = |outer: Vec<OuterName>| outer.into_iter().map(|it| it.name).collect();
    let exports: Vec<String> = names(exports);
    let interfaces = interface::exported(types.as_ref(), exports.iter().map(String::as_str));
    Ok((Surface { imports: names(imports), exports, interfaces }, measured))
}

/// What an error of the parser or the validator means: that there is too much of something, or damage.
pub fn unreadable(error: &wasmparser::BinaryReaderError) -> Rejection {
    let (message, offset) = (error.message(), error.offset());
    if is_limit(message) {
        let message = format!("more than the parser takes: {message} (at byte {offset})");
        return Rejection::Limit(message);
    }
    Rejection::Malformed(format!("not valid WebAssembly: {message} (at byte {offset})"))
}

/// Whether a message is about a limit that the parser has and the language has not. It says so in words only, which
/// tests pin (`admission`: `limits_of_the_parser_are_…`). Names of the program stand between backticks.
fn is_limit(message: &str) -> bool {
    // Any more than one are wrong by the language itself.
    let lists =
        message.strip_suffix(" size is out of bounds").is_some_and(|it| it != "select types");
    let counts = [" count exceeds limit of ", " size exceeds the limit of "];
    let counted = counts.iter().any(|words| {
        let number = message.rsplit_once(words).map(|(_, number)| number);
        number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let others = [
        "string size out of bounds",
        "type nesting is too deep",
        "too many locals",
        "too many locals: locals exceed maximum",
        "number of elements is out of bounds",
        "data count section specifies too many data segments",
    ];
    !message.contains('`') && (lists || counted || others.contains(&message))
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
fn validate(bytes: &[u8], features: WasmFeatures) -> Result<Types, Rejection> {
    let strict = Validator::new_with_features(features).validate_all(bytes);
    let error = match strict {
        Ok(types) => return Ok(types),
        Err(error) => error,
    };
    if Validator::new_with_features(WasmFeatures::all()).validate_all(bytes).is_ok() {
        return Err(Rejection::Feature(format!(
            "a WebAssembly feature that is off: {} (at byte {})",
            error.message(),
            error.offset()
        )));
    }
    Err(unreadable(&error))
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
        let tasks =
            matches!(&policy.typed, Some(Typed::Imported(granted)) if granted.name == *import);
        if !allowed && !tasks && !Weakness::Imports.is_chosen() {
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
    let typed = match &policy.typed {
        Some(Typed::Exported(interface)) => Some(interface.name.as_str()),
        Some(Typed::Imported(_)) | None => None,
    };
    if Weakness::Exports.is_chosen() {
        return Ok(());
    }
    for wanted in policy.exports.iter().copied().chain(typed) {
        if let Some(export) = outer.iter().find(|export| export.name == wanted) {
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
        let listed: Vec<&str> = exports.iter().copied().take(NAMES_MAX).collect();
        let found = match exports.len() {
            0 => "nothing".to_owned(),
            1..=NAMES_MAX => format!("`{}`", listed.join("`, `")),
            _ => format!("`{}` and others", listed.join("`, `")),
        };
        return Err(Rejection::Export { wanted: wanted.to_owned(), found });
    }
    Ok(())
}
