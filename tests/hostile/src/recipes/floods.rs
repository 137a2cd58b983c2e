//! Candidates that do one thing again and again, and texts in which one thing stands again and again.

use lazaret_header::component;

use super::bytes::repeated;
use super::candidate::assembled;
use super::{Made, one};
use crate::parameters::Parameters;

/// The body of a candidate that calls an import for ever.
const FLOOD: &str = r#"
  (import "IMPORT" (instance $import TYPES (export "FUNCTION" (func LIFTED))))
  (core module $memory
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 2048))
  (core instance $memory (instantiate $memory))
  (core func $f (canon lower (func $import "FUNCTION")
    (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
  (core module $main
    (import "memory" "memory" (memory 1))
    (import "host" "f" (func $f LOWERED))
    (export "memory" (memory 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32)
      (loop $again CALL (br $again))
      unreachable))
  (core instance $main (instantiate $main
    (with "memory" (instance $memory)) (with "host" (instance (export "f" (func $f))))))
"#;

/// `flood import=... function=... lifted=... lowered=... call=... [types=...]`: calls an import for ever. `lifted` is
/// its type as a component sees it and `lowered` as a module does; `call` calls `$f` once, and `types` are exported
/// by the interface before the function.
pub fn flood(parameters: &mut Parameters) -> Result<Made, String> {
    let types = if parameters.has("types") { parameters.text("types")? } else { String::new() };
    let body = FLOOD
        .replace("IMPORT", &parameters.text("import")?)
        .replace("FUNCTION", &parameters.text("function")?)
        .replace("LIFTED", &parameters.text("lifted")?)
        .replace("LOWERED", &parameters.text("lowered")?)
        .replace("CALL", &parameters.text("call")?)
        .replace("TYPES", &types);
    Ok(one(assembled(&component(&body, Some("candidate"), "")?)?))
}

/// `text text=... [before=...] [times=N] [after=...] [world=...]`: a component in text form, made binary.
pub fn text(parameters: &mut Parameters) -> Result<Made, String> {
    let world = if parameters.has("world") { Some(parameters.text("world")?) } else { None };
    let text = String::from_utf8(repeated(parameters)?).map_err(|_| "no UTF-8 text")?;
    Ok(one(assembled(&component(&text, world.as_deref(), "")?)?))
}
