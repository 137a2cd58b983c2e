//! Components that are small as bytes and large once they are unfolded.

use std::fmt::Write;

use wasm_encoder::{RawSection, Section};

use super::candidate::{COMPONENT, answering, answering_beside, assembled};
use super::{Made, one};
use crate::parameters::Parameters;

/// Numbers of sections of a component.
const NESTED: u8 = 4;
const TYPES: u8 = 7;

/// A candidate that answers 0, with this in the text form of components beside it.
fn beside(extra: &str) -> Result<Made, String> {
    Ok(one(answering_beside(b"0", extra)?))
}

/// A candidate that answers 0, with a section as it is beside it.
fn beside_raw(id: u8, data: &[u8]) -> Result<Made, String> {
    let mut bytes = answering(b"0")?;
    RawSection { id, data }.append_to(&mut bytes);
    Ok(one(bytes))
}

/// `type_nest what=... n=...`: types of `components` or `instances`, each declared inside of the next.
pub fn type_nest(parameters: &mut Parameters) -> Result<Made, String> {
    let n = parameters.number("n")? as usize;
    let kind = match parameters.text("what")?.as_str() {
        "components" => 0x41,
        "instances" => 0x42,
        other => return Err(format!("`what={other}` has no types inside")),
    };
    // A type that declares one thing, which is a type, and so on; the last declares nothing.
    let data = [&[1][..], &[kind, 1, 1].repeat(n), &[kind, 0]].concat();
    beside_raw(TYPES, &data)
}

/// `type_tree depth=... width=... what=...`: a type of so many times the one before, which unfolds into the power
/// of the two numbers. It is only `declared`, or the parameter of a function that is `adapted` between two
/// components, or of one that is `exported`.
pub fn type_tree(parameters: &mut Parameters) -> Result<Made, String> {
    let (depth, width) = (parameters.number("depth")?, parameters.number("width")? as usize);
    let mut types = "(type $t0 (list u8))\n".to_owned();
    for level in 1..=depth {
        let before = format!("$t{} ", level - 1).repeat(width);
        // Writing to a text does not fail.
        let _ = writeln!(types, "(type $t{level} (tuple {before}))");
    }
    let last = format!("$t{depth}");
    match parameters.text("what")?.as_str() {
        "declared" => beside(&format!("{types}(type (func (param \"x\" {last})))")),
        "adapted" => beside(&adapter(&types, &last, 1)),
        "exported" => beside(&format!(
            "{types}
            (core module $taker (memory (export \"memory\") 1)
              (func (export \"realloc\") (param i32 i32 i32 i32) (result i32) i32.const 1024)
              (func (export \"f\") (param i32)))
            (core instance $taker (instantiate $taker))
            (func $f (param \"x\" {last}) (canon lift (core func $taker \"f\")
              (memory (core memory $taker \"memory\")) (realloc (core func $taker \"realloc\"))))
            (instance $i (export \"f\" (func $f)))
            (export \"local:bomb/tree\" (instance $i))"
        )),
        other => Err(format!("`what={other}` is no use of a type")),
    }
}

/// `type_wide what=... n=...`: one type with so many parts.
pub fn type_wide(parameters: &mut Parameters) -> Result<Made, String> {
    let (what, n) = (parameters.text("what")?, parameters.number("n")?);
    let parts = |part: fn(u32) -> String| (0..n).map(part).collect::<String>();
    let inside = match what.as_str() {
        "record" => parts(|index| format!("(field \"a{index}\" u8)")),
        "variant" => parts(|index| format!("(case \"a{index}\" u8)")),
        "tuple" => parts(|_| "u8 ".to_owned()),
        "flags" | "enum" => parts(|index| format!("\"a{index}\" ")),
        other => return Err(format!("`what={other}` has no parts")),
    };
    beside(&format!("(type ({what} {inside}))"))
}

/// `component_nest n=...`: components inside of each other.
pub fn component_nest(parameters: &mut Parameters) -> Result<Made, String> {
    let mut inner = COMPONENT.to_vec();
    for _ in 1..parameters.number("n")? {
        let mut outer = COMPONENT.to_vec();
        RawSection { id: NESTED, data: &inner }.append_to(&mut outer);
        inner = outer;
    }
    beside_raw(NESTED, &inner)
}

/// `component_tree width=... depth=...`: a component that makes so many instances of one inside of it, which does
/// the same, and so on.
pub fn component_tree(parameters: &mut Parameters) -> Result<Made, String> {
    let (width, depth) = (parameters.number("width")? as usize, parameters.number("depth")?);
    let mut text = "(component $c (core module $m) (core instance (instantiate $m)))".to_owned();
    for _ in 1..depth {
        text = format!("(component $c {text} {})", "(instance (instantiate $c)) ".repeat(width));
    }
    beside(&format!("{text} {}", "(instance (instantiate $c)) ".repeat(width)))
}

/// `component_many what=... n=...`: so many of one thing.
pub fn component_many(parameters: &mut Parameters) -> Result<Made, String> {
    let (what, n) = (parameters.text("what")?, parameters.number("n")?);
    let times = |text: &str| text.repeat(n as usize);
    let numbered = |item: fn(u32) -> String| (0..n).map(item).collect::<String>();
    let resource = "(type $r (resource (rep i32))) ";
    beside(&match what.as_str() {
        "modules" => times("(core module) "),
        "components" => times("(component) "),
        "core_instances" => {
            format!("(core module $m) {}", times("(core instance (instantiate $m)) "))
        }
        "instances" => format!("(component $c) {}", times("(instance (instantiate $c)) ")),
        "types" => times("(type (tuple u8 u16)) "),
        "core_types" => times("(core type (func (param i32))) "),
        "aliases" => format!("(component (type u8) {})", times("(alias outer 0 0 (type)) ")),
        "canonicals" => format!("{resource}{}", times("(core func (canon resource.drop $r)) ")),
        "inline_exports" => format!(
            "{resource}(core func $f (canon resource.drop $r)) (core instance {})",
            numbered(|index| format!("(export \"{index}\" (func $f)) "))
        ),
        "exports" => format!(
            "(component $c) (instance $i (instantiate $c)) {}",
            numbered(|index| format!("(export \"local:bomb/e{index}\" (instance $i)) "))
        ),
        "imports" => numbered(|index| format!("(import \"wasi:io/i{index}\" (instance)) ")),
        other => return Err(format!("there are not many `{other}`")),
    })
}

/// `component_exports n=... length=...`: a component that exports so many interfaces with names of this length, and
/// not the one that a candidate needs.
pub fn component_exports(parameters: &mut Parameters) -> Result<Made, String> {
    let (n, length) = (parameters.number("n")?, parameters.number("length")? as usize);
    let exports: String = (0..n)
        .map(|index| format!("(export \"local:bomb/e{index:0length$}\" (instance $i))\n"))
        .collect();
    Ok(one(assembled(&format!(
        "(component (component $c) (instance $i (instantiate $c)) {exports})"
    ))?))
}

/// `adapters n=... fields=...`: two components that call each other by so many functions, each with a tuple of so
/// many lists of bytes, for each of which the engine writes code by itself.
pub fn adapters(parameters: &mut Parameters) -> Result<Made, String> {
    let (n, fields) = (parameters.number("n")?, parameters.number("fields")?);
    let fields = "$l ".repeat(fields as usize);
    let types = format!("(type $l (list u8)) (type $t0 (tuple {fields}))\n");
    beside(&adapter(&types, "$t0", n))
}

/// Two components, of which the second calls so many functions of the first with a value of this type.
fn adapter(types: &str, ty: &str, n: u32) -> String {
    let each = |item: &dyn Fn(u32) -> String| (0..n).map(item).collect::<String>();
    let export = r#"(func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0)"#;
    let memory = "(memory (core memory $m \"memory\")) (realloc (core func $m \"realloc\"))";
    format!(
        "(component $callee {types}
          (core module $m (memory (export \"memory\") 1) {export}
            (func (export \"f\") (param i32)))
          (core instance $m (instantiate $m))
          {})
        (component $caller {types}
          {}
          (core module $m (memory (export \"memory\") 1) {export})
          (core instance $m (instantiate $m))
          {}
          (core module $n {})
          (core instance (instantiate $n (with \"f\" (instance {})))))
        (instance $callee (instantiate $callee))
        (instance (instantiate $caller {}))",
        each(&|index| format!(
            "(func $f{index} (param \"x\" {ty}) (canon lift (core func $m \"f\") {memory}))
            (export \"f{index}\" (func $f{index}))\n"
        )),
        each(&|index| format!("(import \"f{index}\" (func $f{index} (param \"x\" {ty})))\n")),
        each(&|index| format!("(core func $c{index} (canon lower (func $f{index}) {memory}))\n")),
        each(&|index| format!("(import \"f\" \"{index}\" (func (param i32)))")),
        each(&|index| format!("(export \"{index}\" (func $c{index}))")),
        each(&|index| format!("(with \"f{index}\" (func $callee \"f{index}\"))")),
    )
}
