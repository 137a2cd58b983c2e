//! `lazaret inspect`: what is in a WebAssembly file, and what admission says to it.

use std::io::Read;

use anyhow::{Context, Result};
use lazaret_host::{
    CAPS, CapInfo, Inspection, Measured, Purpose, inspect, open_file, read_interface,
};
use lazaret_trial::{format_bytes, format_count};
use serde_json::json;

use crate::arguments::InspectOptions;
use crate::exit::Exit;
use crate::text;

/// The most bytes of a file that is looked into; plugins have tens of millions.
const BYTES_MAX: u64 = 256 << 20;

/// The most characters of the world that are printed.
const WORLD_CHARACTERS_MAX: usize = 100_000;

pub fn run(options: &InspectOptions) -> Result<Exit> {
    let wit = options.wit.as_deref().map(read_interface).transpose()?;
    let shown = options.file.display();
    let read = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        open_file(&options.file)?.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
        if BYTES_MAX < bytes.len() as u64 {
            return Err(std::io::Error::other("it has more than 256 MiB"));
        }
        Ok(bytes)
    };
    let bytes = read().with_context(|| format!("cannot read `{shown}`"))?;
    let purpose = Purpose::of(options.evaluator, wit.as_ref());
    let inspection = inspect(&bytes, purpose);
    if options.json {
        text::out(&document(&inspection).to_string());
    } else {
        print(options, &inspection);
    }
    Ok(match &inspection.admission {
        Ok(()) => Exit::Success,
        Err(reason) => Exit::of(reason.code),
    })
}

fn document(inspection: &Inspection) -> serde_json::Value {
    let contents = inspection.contents.as_ref();
    let world = contents.ok().and_then(|contents| contents.world.as_ref());
    json!({
        "digest": inspection.digest,
        "bytes": inspection.bytes,
        "kind": contents.map(|it| it.kind).ok(),
        "error": contents.err(),
        "world": world.and_then(|world| world.as_ref().ok()),
        "world_error": world.and_then(|world| world.as_ref().err()),
        "imports": contents.map(|it| &it.imports).ok(),
        "exports": contents.map(|it| &it.exports).ok(),
        "modules": contents.map(|it| it.modules).ok(),
        "functions": contents.map(|it| it.functions).ok(),
        "code_bytes": contents.map(|it| it.code_bytes).ok(),
        "data_bytes": contents.map(|it| it.data_bytes).ok(),
        "custom_bytes": contents.map(|it| it.custom_bytes).ok(),
        "caps": inspection.measured.as_ref().ok().map(caps),
        "admitted": inspection.admission.is_ok(),
        "reason": inspection.admission.as_ref().err(),
    })
}

/// How much there is of everything that is capped, and how much is usual, so that a task that sets caps lower
/// can be written.
fn caps(measured: &Measured) -> serde_json::Value {
    let cap = |info: &CapInfo| {
        let numbers = json!({ "measured": measured.get(info.cap), "usual": info.usual });
        (info.name.to_owned(), numbers)
    };
    // A component has no text.
    let counted = CAPS.iter().filter(|info| info.name != "source_bytes");
    counted.map(cap).collect::<serde_json::Map<_, _>>().into()
}

fn print(options: &InspectOptions, inspection: &Inspection) {
    let name = text::escape_line(&options.file.display().to_string(), 200);
    let size = format_bytes(inspection.bytes);
    match &inspection.contents {
        Ok(contents) => {
            text::out(&format!("{}  {}, {size}", text::bold(&name), contents.kind));
            text::out(&inspection.digest.to_string());
            text::out(&format!(
                "{} core modules, {} functions in {}, {} of data, {} of custom sections",
                format_count(contents.modules),
                format_count(contents.functions),
                format_bytes(contents.code_bytes),
                format_bytes(contents.data_bytes),
                format_bytes(contents.custom_bytes),
            ));
            match &contents.world {
                Some(Ok(world)) => {
                    let world: String = world.chars().take(WORLD_CHARACTERS_MAX).collect();
                    text::out(&format!("\n{}", text::escape(&world).trim_end()));
                }
                other => {
                    names("imports", &contents.imports);
                    names("exports", &contents.exports);
                    if let Some(Err(why)) = other {
                        let why = text::escape_line(why, 500);
                        text::out(&format!("\nthe world cannot be shown: {why}"));
                    }
                }
            }
        }
        Err(why) => {
            text::out(&format!("{}  {size}", text::bold(&name)));
            text::out(&inspection.digest.to_string());
            text::out(&text::escape_line(why, 500));
        }
    }
    let role = if options.evaluator { "an evaluator" } else { "a candidate" };
    match &inspection.admission {
        Ok(()) => text::out(&format!("\nadmitted as {role}")),
        Err(reason) => {
            text::out(&format!("\nnot admitted as {role}:"));
            text::reason(reason);
        }
    }
}

fn names(what: &str, names: &[String]) {
    if !names.is_empty() {
        text::out(&format!("\n{what}"));
    }
    for name in names {
        text::out(&format!("  {}", text::escape_line(name, 200)));
    }
}
