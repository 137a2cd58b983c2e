//! Generators of what is too large, too broken or too regular to be kept as a file.
//!
//! A recipe names a generator and gives it numbers and texts. Most generators make one thing to hand in; those
//! that try a damage at every place make many, which must all end alike.

mod bombs;
mod bytes;
mod candidate;
mod components;
mod damage;
mod floods;

use crate::case::Subject;
use crate::parameters::Parameters;

/// What a generator makes: things with their labels.
type Made = Vec<(String, Vec<u8>)>;

/// A generator.
type Generator = fn(&mut Parameters) -> Result<Made, String>;

/// All generators by name.
const GENERATORS: &[(&str, Generator)] = &[
    ("answer", candidate::answer),
    ("bytes", bytes::bytes),
    ("layers", bytes::layers),
    ("numbered", bytes::numbered),
    ("each_byte", bytes::each_byte),
    ("noise", bytes::noise),
    ("appended", damage::appended),
    ("prepended", damage::prepended),
    ("truncated", damage::truncated),
    ("header", damage::header),
    ("section_sizes", damage::section_sizes),
    ("core_sections", damage::core_sections),
    ("core_count", damage::core_count),
    ("component_count", damage::component_count),
    ("long_leb", damage::long_leb),
    ("custom", damage::custom),
    ("straight", bombs::straight),
    ("nested", bombs::nested),
    ("loops", bombs::loops),
    ("locals", bombs::locals),
    ("branches", bombs::branches),
    ("joins", bombs::joins),
    ("wide", bombs::wide),
    ("functions", bombs::functions),
    ("many", bombs::many),
    ("constants", bombs::constants),
    ("type_nest", components::type_nest),
    ("type_tree", components::type_tree),
    ("type_wide", components::type_wide),
    ("component_nest", components::component_nest),
    ("component_tree", components::component_tree),
    ("component_many", components::component_many),
    ("component_exports", components::component_exports),
    ("adapters", components::adapters),
    ("flood", floods::flood),
    ("text", floods::text),
];

/// Makes what a recipe asks for.
///
/// # Errors
/// If there is no such generator, or it is told something that it does not understand.
pub fn generate(mut parameters: Parameters) -> Result<Vec<Subject>, String> {
    let name = parameters.name().to_owned();
    let known = GENERATORS.iter().find(|(known, _)| *known == name);
    let (_, generator) = known.ok_or_else(|| format!("there is no generator `{name}`"))?;
    let made = generator(&mut parameters)?;
    parameters.finish()?;
    if made.is_empty() {
        return Err(format!("`{name}` makes nothing"));
    }
    let subject = |(label, bytes)| Subject { label, file: "case.wasm".to_owned(), bytes };
    Ok(made.into_iter().map(subject).collect())
}

/// One thing, which needs no label.
fn one(bytes: Vec<u8>) -> Made {
    vec![("case".to_owned(), bytes)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(line: &str) -> Result<Vec<Subject>, String> {
        generate(Parameters::parse(line)?)
    }

    #[test]
    fn what_a_generator_does_not_know_is_an_error() {
        assert!(made("bytes text=x").is_ok());
        for line in
            ["byte text=x", "bytes", "bytes text=x n=1", "straight what=much n=1", "noise n=0"]
        {
            assert!(made(line).is_err(), "{line}");
        }
    }

    #[test]
    fn the_same_line_makes_the_same_bytes() {
        for line in ["noise n=3 length=100", "answer text=0", "truncated at=boundary"] {
            assert_eq!(made(line).unwrap(), made(line).unwrap());
        }
    }

    #[test]
    fn names_of_generators_are_unique() {
        let names: std::collections::BTreeSet<&str> =
            GENERATORS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.len(), GENERATORS.len());
    }
}
