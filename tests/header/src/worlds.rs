//! Whole components around the body of a case.

/// What every component that answers by name is put into.
const CANDIDATE: &str = include_str!("../worlds/candidate.wat");

/// The same around one core module that answers 0 after a function of the case.
const ATTACK: &str = include_str!("../worlds/attack.wat");

/// A core module that answers typed questions after a function of the case.
const SHAPES: &str = include_str!("../worlds/shapes.wat");

/// What goes after a source in C or Rust that only has a function `attack`: an answer after it, as an honest
/// program gives it.
const ATTACK_C: &str = include_str!("../worlds/attack.c");
const ATTACK_RUST: &str = include_str!("../worlds/attack.rs");

/// Imports that a case may ask for with `uses`, put before its body.
const IMPORTS: &[(&str, &str)] = &[
    ("clock", include_str!("../worlds/clock.wat")),
    ("poll", include_str!("../worlds/poll.wat")),
    ("streams", include_str!("../worlds/streams.wat")),
];

/// The line of a world that is replaced by the case.
const BODY: &str = ";; BODY\n";

/// What the world `candidate-with-post-return` has in addition: a function that runs after the answer.
const REALLOC: &str = "(realloc (core func $main \"realloc\"))";
const POST_RETURN: &str =
    "(realloc (core func $main \"realloc\")) (post-return (core func $main \"post_return\"))";

/// The component whose body is `text`, in the world of this name and with these imports; without a world,
/// `text` is the component.
///
/// # Errors
/// If there is no such world, or there are no such imports.
pub fn component(text: &str, world: Option<&str>, uses: &str) -> Result<String, String> {
    let mut body = String::new();
    for name in uses.split_whitespace() {
        let import = IMPORTS.iter().find(|(known, _)| *known == name);
        body.push_str(import.ok_or_else(|| format!("there are no imports `{name}`"))?.1);
    }
    body.push_str(text);
    match world {
        Some("candidate") => Ok(CANDIDATE.replace(BODY, &body)),
        Some("candidate-with-post-return") => {
            Ok(CANDIDATE.replace(REALLOC, POST_RETURN).replace(BODY, &body))
        }
        Some("attack") if uses.is_empty() => {
            Ok(CANDIDATE.replace(BODY, &ATTACK.replace(BODY, &body)))
        }
        Some("shapes") if uses.is_empty() => Ok(SHAPES.replace(BODY, &body)),
        Some(world @ ("attack" | "shapes")) => {
            Err(format!("the world `{world}` is a core module and takes no imports of components"))
        }
        Some(other) => Err(format!("there is no world `{other}`")),
        None => Ok(body),
    }
}

/// A source in the language of this extension, with the rest of the program after it if it is in a world.
///
/// # Errors
/// If there is no such world for the language.
pub fn source(text: &str, extension: &str, world: Option<&str>) -> Result<String, String> {
    match (extension, world) {
        (_, None) => Ok(text.to_owned()),
        ("c", Some("attack")) => Ok(text.to_owned() + ATTACK_C),
        ("rs", Some("attack")) => Ok(text.to_owned() + ATTACK_RUST),
        (_, Some(other)) => Err(format!("there is no world `{other}` for `.{extension}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_put_into_its_world() {
        for world in ["candidate", "candidate-with-post-return", "attack", "shapes"] {
            let text = component(";; the body\n", Some(world), "").unwrap();
            assert!(text.contains(";; the body\n") && !text.contains(BODY), "{world}");
        }
        let text = component("", Some("candidate-with-post-return"), "").unwrap();
        assert!(text.contains("post_return"));
        let text = component("body", None, "clock poll").unwrap();
        assert!(text.contains("$subscribe_duration") && text.ends_with("body"));
        assert!(component("", Some("evaluator"), "").is_err());
        assert!(component("", Some("attack"), "clock").is_err());
        assert!(component("", None, "network").is_err());
    }

    #[test]
    fn a_source_is_completed_after_its_end() {
        for extension in ["c", "rs"] {
            let text = source("// x\n", extension, Some("attack")).unwrap();
            assert!(text.starts_with("// x\n") && text.contains("attack();"), "{extension}");
            assert_eq!(source("x", extension, None).unwrap(), "x");
        }
        assert!(source("", "py", Some("attack")).is_err());
        assert!(source("", "c", Some("shapes")).is_err());
    }
}
