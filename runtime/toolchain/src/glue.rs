//! What stands between a program's own functions and the generated bindings.
//!
//! In C the bindings are enough: the program defines the functions that the header declares. In Rust the
//! bindings ask for a trait, so that a program would begin with ceremony; here it becomes plain functions:
//! the program writes `pub fn priority(...)`, and the text below forwards to it.

use crate::bindings::{self, Generated, file_stem};
use crate::world::World;

/// The runtime that the bindings ask for, in Rust.
const RUST_RUNTIME: &str = include_str!("../guest/runtime.rs");

/// The part of `plugins/sdk` that every evaluator in Rust sees as `crate::lazaret`.
const RUST_SDK: &[(&str, &str)] = &[
    ("lazaret/lib.rs", include_str!("../../../plugins/sdk/src/lib.rs")),
    ("lazaret/value.rs", include_str!("../../../plugins/sdk/src/value.rs")),
    ("lazaret/read.rs", include_str!("../../../plugins/sdk/src/read.rs")),
    ("lazaret/score.rs", include_str!("../../../plugins/sdk/src/score.rs")),
];

/// The files that are compiled beside a program in C.
///
/// # Errors
/// In the generator's words.
pub fn c(world: World<'_>) -> Result<Vec<Generated>, String> {
    let mut files = bindings::c(world)?;
    let stem = file_stem(world);
    // The bindings force an object into the link that carries the type of the world. The type is added
    // afterwards, so an empty function satisfies them.
    let anchor = format!("\nvoid __component_type_object_force_link_{stem}(void) {{}}\n");
    for (name, text) in &mut files {
        if name.ends_with(".c") {
            text.extend_from_slice(anchor.as_bytes());
        }
    }
    Ok(files)
}

/// The files that are compiled beside a program in Rust, and the text that goes after its root file;
/// `folder` is where that file finds the others.
///
/// # Errors
/// In the generator's words.
pub fn rust(world: World<'_>, folder: &str) -> Result<(Vec<Generated>, String), String> {
    let bindings = bindings::rust(world)?;
    let forward = forward(world, &bindings);
    let text = bindings + &forward;
    let mut files = vec![
        ("bindings.rs".to_owned(), text.into_bytes()),
        ("runtime.rs".to_owned(), RUST_RUNTIME.as_bytes().to_vec()),
    ];
    let mut tail = format!(
        "\n#[doc(hidden)] #[path = \"{folder}/bindings.rs\"] mod bindings;\
         \n#[doc(hidden)] #[path = \"{folder}/runtime.rs\"] mod rt;\n",
    );
    if matches!(world, World::Evaluator(_)) {
        files.extend(
            RUST_SDK.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())),
        );
        tail.push_str(&format!("#[path = \"{folder}/lazaret/lib.rs\"] pub mod lazaret;\n"));
    }
    if let Some(path) = task_module(world) {
        tail.push_str(&format!(
            "/// The types and functions of the task's interface.\n\
             pub mod task {{ #[allow(unused_imports)] pub use crate::bindings::{path}::*; }}\n"
        ));
    }
    Ok((files, tail))
}

/// The module of the bindings that holds the interface which a program implements or, for an evaluator,
/// calls; none for an evaluator whose task has no interface.
fn task_module(world: World<'_>) -> Option<String> {
    let (name, exported) = match world {
        World::Candidate(Some(wit)) => (wit.interface().name.clone(), true),
        World::Candidate(None) => ("lazaret:candidate/program".to_owned(), true),
        World::Evaluator(Some(wit)) => (wit.interface().name.clone(), false),
        World::Evaluator(None) | World::Interpreter => return None,
    };
    let unversioned = name.split('@').next().unwrap_or_default();
    let parts = unversioned.split([':', '/']).map(wit_bindgen_rust::to_rust_ident);
    let path = parts.collect::<Vec<_>>().join("::");
    Some(if exported { format!("exports::{path}") } else { path })
}

/// The code that answers for a candidate by calling its functions at the root of the crate.
fn forward(world: World<'_>, bindings: &str) -> String {
    let (World::Candidate(_), Some(module)) = (world, task_module(world)) else {
        return String::new();
    };
    let mut text = format!(
        "\nmod forward {{\n  #[allow(unused_imports)] use super::{{_rt, {module}::*}};\n  \
         pub struct Program;\n  impl Guest for Program {{\n"
    );
    for signature in signatures(bindings) {
        let name = signature.name;
        let names: Vec<&str> = signature.parameters.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        text.push_str(&format!("    {} {{ crate::{name}({names}) }}\n", signature.text));
    }
    text.push_str("  }\n}\nuse forward::Program;\nexport!(Program);\n");
    text
}

/// A function of the trait that the bindings ask for.
pub struct Signature<'a> {
    pub text: &'a str,
    pub name: &'a str,
    /// Names and types.
    pub parameters: Vec<(&'a str, &'a str)>,
    /// The type of the result.
    pub result: &'a str,
}

/// The functions of the only trait `Guest` in the bindings of a candidate, one a line:
/// `fn name(first: Type,second: Type,) -> Type;`.
pub fn signatures(bindings: &str) -> Vec<Signature<'_>> {
    let body = bindings.split_once("pub trait Guest {").map_or("", |(_, body)| body);
    let lines = body.lines().map(str::trim).take_while(|line| *line != "}");
    lines.filter_map(signature).collect()
}

fn signature(line: &str) -> Option<Signature<'_>> {
    let text = line.strip_suffix(';')?;
    let (name, rest) = text.strip_prefix("fn ")?.split_once('(')?;
    let mut parameters = Vec::new();
    let (mut depth, mut start, mut end) = (0_u32, 0, 0);
    for (at, character) in rest.char_indices() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' if depth == 0 => {
                end = at;
                break;
            }
            ')' | '>' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                let parameter = rest.get(start..at)?;
                let (name, ty) = parameter.split_once(':')?;
                parameters.push((name.trim(), ty.trim()));
                start = at + 1;
            }
            _ => {}
        }
    }
    let result = rest.get(end..)?.strip_prefix(") -> ")?;
    Some(Signature { text, name, parameters, result })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wit::TaskWit;

    #[test]
    fn the_functions_of_an_interface_become_functions_of_the_crate() {
        let text = "interface i-face {
            record p { x-y: f64 }
            a: func(%type: f64, bins: list<tuple<f64, p>>) -> result<p, string>;
            b: func();
        }";
        let wit = TaskWit::parse(text, "bin-packing").unwrap();
        let world = World::Candidate(Some(&wit));
        let (files, tail) = rust(world, "../glue").unwrap();
        let bindings = String::from_utf8(files[0].1.clone()).unwrap();
        assert!(bindings.contains("{ crate::a(type_, bins) }"), "{bindings}");
        assert!(bindings.contains("{ crate::b() }"));
        assert!(tail.contains("crate::bindings::exports::task::bin_packing::i_face::*"), "{tail}");
        let (files, tail) = rust(World::Evaluator(Some(&wit)), "../glue").unwrap();
        assert!(tail.contains("crate::bindings::task::bin_packing::i_face::*"), "{tail}");
        assert!(files.iter().any(|(name, _)| name == "lazaret/lib.rs"));
    }

    #[test]
    fn a_candidate_without_an_interface_answers_by_name() {
        let (files, tail) = rust(World::Candidate(None), "../glue").unwrap();
        let bindings = String::from_utf8(files[0].1.clone()).unwrap();
        assert!(bindings.contains("{ crate::call(function, arguments) }"), "{bindings}");
        assert!(
            tail.contains("crate::bindings::exports::lazaret::candidate::program::*"),
            "{tail}"
        );
    }
}
