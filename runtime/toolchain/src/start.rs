//! A first candidate for an interface: every function, with an answer of zeros.
//!
//! It compiles and answers; whether zeros are an answer is for the evaluator to say.

use std::fmt::Write;

use lazaret_trial::{Function, Type, identifier};
use wit_bindgen_core::wit_parser::{Resolve, Type as WitType, TypeDefKind};
use wit_bindgen_rust::to_rust_ident;

use crate::bindings;
use crate::glue::{Signature, signatures};
use crate::wit::TaskWit;
use crate::world::World;

/// A candidate in Python.
#[must_use]
pub fn python(wit: &TaskWit) -> String {
    let head = "\"\"\"A first candidate. Give its functions better answers.\"\"\"\n";
    script(wit, head, PYTHON, |function, call, answer| {
        format!("\n\ndef {call}:\n    # {function};\n    return {answer}\n")
    })
}

/// A candidate in JavaScript.
#[must_use]
pub fn javascript(wit: &TaskWit) -> String {
    let head = "// A first candidate. Give its functions better answers.\n";
    script(wit, head, SCRIPT, |function, call, answer| {
        format!("\n// {function};\nfunction {call} {{\n  return {answer};\n}}\n")
    })
}

/// A candidate in a scripting language: `define` writes one function of its name with its parameters, and
/// its answer.
fn script(
    wit: &TaskWit,
    head: &str,
    words: Words,
    define: impl Fn(&Function, &str, &str) -> String,
) -> String {
    let mut text = head.to_owned();
    for function in &wit.interface().functions {
        let names = function.parameters.iter().map(|(name, _)| identifier(name));
        let names = names.collect::<Vec<_>>().join(", ");
        let call = format!("{}({names})", identifier(&function.name));
        let nothing = || words.nothing.to_owned();
        let answer = function.result.as_ref().map_or_else(nothing, |ty| plain(ty, words));
        text.push_str(&define(function, &call, &answer));
    }
    text
}

/// A candidate in C.
///
/// # Errors
/// In the generator's words.
pub fn c(wit: &TaskWit) -> Result<String, String> {
    let files = bindings::c(World::Candidate(Some(wit)))?;
    let header = files.iter().find(|(name, _)| name.ends_with(".h"));
    let header = header.map(|(_, text)| String::from_utf8_lossy(text).into_owned());
    let header = header.unwrap_or_default();
    let mut text = "// A first candidate. Give its functions better answers. Lists and texts that come in are its to\n\
                    // free; those that it hands out must come from `malloc`, and are freed for it.\n\
                    #include \"candidate.h\"\n\n#include <stdlib.h>\n#include <string.h>\n"
        .to_owned();
    let functions = header.split_once("// Exported Functions").map_or("", |(_, rest)| rest);
    let functions = functions.split_once("// Helper Functions").map_or(functions, |(own, _)| own);
    for prototype in functions.lines().filter_map(|line| line.strip_suffix(");")) {
        let _ = write!(text, "\n{prototype}) {{\n");
        if prototype.contains(" *ret") {
            text.push_str("  memset(ret, 0, sizeof *ret);\n");
        }
        if prototype.starts_with("bool ") {
            text.push_str("  return true;\n");
        } else if !prototype.starts_with("void ") {
            text.push_str("  return 0;\n");
        }
        text.push_str("}\n");
    }
    Ok(text)
}

/// A candidate in Rust.
///
/// # Errors
/// In the generator's words.
pub fn rust(wit: &TaskWit) -> Result<String, String> {
    let generated = bindings::rust(World::Candidate(Some(wit)))?;
    let signatures = signatures(&generated);
    let mut text = "//! A first candidate. Give its functions better answers.\n\n\
                    use crate::task::*;\n"
        .to_owned();
    let (resolve, functions) = wit.functions();
    for function in functions {
        let wanted = to_rust_ident(&function.name);
        let signature = signatures.iter().find(|known| known.name == wanted);
        let signature = signature.map(by_hand).unwrap_or_default();
        let answer =
            function.result.as_ref().map_or_else(|| "()".to_owned(), |ty| rust_zero(resolve, ty));
        let _ = write!(text, "\npub {signature} {{\n    {answer}\n}}\n");
    }
    Ok(text)
}

/// A signature as one writes it by hand.
fn by_hand(signature: &Signature<'_>) -> String {
    let parameter = |(name, ty): &(&str, &str)| format!("{name}: {}", plain_type(ty));
    let parameters: Vec<String> = signature.parameters.iter().map(parameter).collect();
    let result = match plain_type(signature.result) {
        nothing if nothing == "()" => String::new(),
        result => format!(" -> {result}"),
    };
    format!("fn {}({}){result}", signature.name, parameters.join(", "))
}

/// A type of the bindings without the paths that only they need.
fn plain_type(ty: &str) -> String {
    ty.replace("_rt::Vec::<", "Vec<")
        .replace("_rt::String", "String")
        .replace("::core::result::Result<", "Result<")
}

/// An expression for zeros of a type in Rust.
fn rust_zero(resolve: &Resolve, ty: &WitType) -> String {
    let id = match ty {
        WitType::Id(id) => *id,
        WitType::Bool => return "false".to_owned(),
        WitType::F32 | WitType::F64 => return "0.0".to_owned(),
        WitType::Char => return "' '".to_owned(),
        WitType::String => return "String::new()".to_owned(),
        _ => return "0".to_owned(),
    };
    let Some(definition) = resolve.types.get(id) else { return "()".to_owned() };
    let name = heck::AsUpperCamelCase(definition.name.as_deref().unwrap_or_default()).to_string();
    let zero = |ty: &WitType| rust_zero(resolve, ty);
    let optional = |ty: &Option<WitType>| ty.as_ref().map_or_else(|| "()".to_owned(), zero);
    let case = |name: &str| heck::AsUpperCamelCase(name).to_string();
    match &definition.kind {
        TypeDefKind::Type(ty) => zero(ty),
        TypeDefKind::List(_) => "Vec::new()".to_owned(),
        TypeDefKind::Option(_) => "None".to_owned(),
        TypeDefKind::Result(result) => format!("Ok({})", optional(&result.ok)),
        TypeDefKind::Tuple(tuple) => {
            let items: Vec<String> = tuple.types.iter().map(zero).collect();
            let comma = if items.len() == 1 { "," } else { "" };
            format!("({}{comma})", items.join(", "))
        }
        TypeDefKind::Record(record) => {
            let field = |name: &str, ty: &WitType| format!("{}: {}", to_rust_ident(name), zero(ty));
            let fields: Vec<String> =
                record.fields.iter().map(|it| field(&it.name, &it.ty)).collect();
            format!("{name} {{ {} }}", fields.join(", "))
        }
        TypeDefKind::Flags(_) => format!("{name}::empty()"),
        TypeDefKind::Enum(cases) => {
            format!("{name}::{}", cases.cases.first().map(|it| case(&it.name)).unwrap_or_default())
        }
        TypeDefKind::Variant(cases) => match cases.cases.first() {
            Some(first) => match &first.ty {
                Some(ty) => format!("{name}::{}({})", case(&first.name), zero(ty)),
                None => format!("{name}::{}", case(&first.name)),
            },
            None => name,
        },
        _ => "()".to_owned(),
    }
}

/// How a scripting language writes plain data.
#[derive(Clone, Copy)]
struct Words {
    nothing: &'static str,
    no: &'static str,
    zero: &'static str,
}

const PYTHON: Words = Words { nothing: "None", no: "False", zero: "0.0" };
const SCRIPT: Words = Words { nothing: "null", no: "false", zero: "0" };

/// Zeros of a type as plain data.
fn plain(ty: &Type, words: Words) -> String {
    let object = |name: &str, value: String| format!("{{\"{name}\": {value}}}");
    match ty {
        Type::Bool => words.no.to_owned(),
        Type::F32 | Type::F64 => words.zero.to_owned(),
        Type::Char => "\" \"".to_owned(),
        Type::String => "\"\"".to_owned(),
        Type::List(_) | Type::Flags(_) => "[]".to_owned(),
        Type::Option(_) => words.nothing.to_owned(),
        Type::Result(ok, _) => {
            let value = ok.as_ref().map_or_else(|| words.nothing.to_owned(), |ty| plain(ty, words));
            object("ok", value)
        }
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| plain(item, words)).collect();
            format!("[{}]", items.join(", "))
        }
        Type::Record(fields) => {
            let field = |(name, ty): &(String, Type)| {
                format!("\"{}\": {}", identifier(name), plain(ty, words))
            };
            let fields: Vec<String> = fields.iter().map(field).collect();
            format!("{{{}}}", fields.join(", "))
        }
        Type::Enum(cases) => {
            format!("\"{}\"", cases.first().map(String::as_str).unwrap_or_default())
        }
        Type::Variant(cases) => match cases.first() {
            Some((name, Some(ty))) => object(name, plain(ty, words)),
            Some((name, None)) => format!("\"{name}\""),
            None => words.nothing.to_owned(),
        },
        _ => "0".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "interface i {
        record p { x-y: f64, on: option<bool> }
        variant v { a(p), b }
        enum e { north-east, west }
        flags m { seen }
        f: func(item: f64, ps: list<p>) -> list<f64>;
        g: func(v: v) -> result<tuple<p, v, e>, string>;
        h: func(c: char, m: m) -> m;
        nothing: func();
    }";

    #[test]
    fn scripts_answer_with_plain_zeros_that_fit() {
        let wit = TaskWit::parse(TEXT, "x").unwrap();
        for (text, words) in [(python(&wit), PYTHON), (javascript(&wit), SCRIPT)] {
            assert!(text.contains("f(item, ps)"), "{text}");
            for function in &wit.interface().functions {
                let Some(ty) = &function.result else { continue };
                let json = plain(ty, words).replace("None", "null").replace("False", "false");
                let value = lazaret_trial::Value::parse(&json).unwrap();
                assert!(ty.accept(value).is_ok(), "{json}");
            }
        }
    }

    #[test]
    fn compiled_ones_have_every_function() {
        let wit = TaskWit::parse(TEXT, "x").unwrap();
        let rust = rust(&wit).unwrap();
        let signature = "pub fn f(item: f64, ps: Vec<P>) -> Vec<f64> {\n    Vec::new()\n}";
        assert!(rust.contains(signature), "{rust}");
        let zero = "Ok((P { x_y: 0.0, on: None }, V::A(P { x_y: 0.0, on: None }), E::NorthEast))";
        assert!(rust.contains(zero), "{rust}");
        assert!(rust.contains("pub fn nothing() {\n"), "{rust}");
        let c = c(&wit).unwrap();
        assert!(c.contains("void exports_i_nothing(void) {\n}"), "{c}");
        assert!(
            c.contains("candidate_list_f64_t *ret) {\n  memset(ret, 0, sizeof *ret);\n}"),
            "{c}"
        );
    }

    #[test]
    fn hyphens_become_underscores_in_c() {
        let wit = TaskWit::parse("interface two-words { b-y: func() -> u8; }", "my-task").unwrap();
        let c = c(&wit).unwrap();
        assert!(c.contains("uint8_t exports_two_words_b_y(void) {"), "{c}");
    }
}
