//! The code between a program in a language and its world, generated in memory.

use wit_bindgen_core::wit_parser::{Resolve, WorldId, WorldItem};
use wit_bindgen_core::{Files, WorldGenerator};

use crate::world::World;

/// A generated file: its name and its text.
pub type Generated = (String, Vec<u8>);

/// Header and source in C. A program includes the header, whose name is the world's (`candidate.h`,
/// `evaluator.h`), and defines the functions that it declares.
///
/// # Errors
/// If the generator refuses the world; its words.
pub fn c(world: World<'_>) -> Result<Vec<Generated>, String> {
    let (mut resolve, id) = world.resolve()?;
    let options = wit_bindgen_c::Opts {
        // The type of the world is added to the module afterwards, the same way for every language.
        no_object_file: true,
        rename: renames(&resolve, id),
        rename_world: Some(file_stem(world).to_owned()),
        ..Default::default()
    };
    let mut files = Files::default();
    options.build().generate(&mut resolve, id, &mut files).map_err(|error| format!("{error:#}"))?;
    Ok(files.iter().map(|(name, bytes)| (name.to_owned(), bytes.to_vec())).collect())
}

/// A module in Rust, which needs no crate but `std`.
///
/// # Errors
/// If the generator refuses the world; its words.
pub fn rust(world: World<'_>) -> Result<String, String> {
    let (mut resolve, id) = world.resolve()?;
    let options = wit_bindgen_rust::Opts {
        runtime_path: Some("crate::rt".to_owned()),
        bitflags_path: Some("crate::rt".to_owned()),
        default_bindings_module: Some("crate::bindings".to_owned()),
        generate_all: true,
        ..Default::default()
    };
    let mut files = Files::default();
    options.build().generate(&mut resolve, id, &mut files).map_err(|error| format!("{error:#}"))?;
    let texts = files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes));
    Ok(texts.collect())
}

/// The name of the generated header without its extension.
pub const fn file_stem(world: World<'_>) -> &'static str {
    match world {
        World::Candidate(_) => "candidate",
        World::Evaluator(_) => "evaluator",
        World::Interpreter => "interpreter",
    }
}

/// Every interface under its own short name: `task:bin-packing/heuristic` is `heuristic` in C. Where two
/// have the same, the later one has its package before it: `lazaret:evaluator/types` is `evaluator_types`.
fn renames(resolve: &Resolve, id: WorldId) -> Vec<(String, String)> {
    let Some(world) = resolve.worlds.get(id) else { return Vec::new() };
    let items = world.imports.values().chain(world.exports.values());
    let mut renames = Vec::new();
    for item in items {
        if let WorldItem::Interface { id, .. } = item
            && let Some(name) = resolve.id_of(*id)
        {
            let short = name.rsplit('/').next().unwrap_or_default();
            // The generator takes a name as it is given, and no name in C has a `-`.
            let mut short = short.split('@').next().unwrap_or_default().replace('-', "_");
            if renames.iter().any(|(other, known)| *known == short && *other != name) {
                let package = name.split([':', '/']).nth(1).unwrap_or_default().replace('-', "_");
                short = format!("{package}_{short}");
            }
            renames.push((name, short));
        }
    }
    renames
}
