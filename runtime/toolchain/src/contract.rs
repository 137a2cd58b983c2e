//! Lazaret's own packages of WIT, as the toolchain needs them to build against.

use wit_parser::Resolve;

use crate::wit::parse_files;

macro_rules! files {
    ($folder:literal: $($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../wit/", $folder, "/", $name)))),*]
    };
}

/// Every package after those that it uses.
const PACKAGES: &[&[(&str, &str)]] = &[
    files!("candidate": "program.wit" "script.wit" "types.wit" "world.wit"),
    files!("evaluator": "candidate.wit" "dataset.wit" "evaluator.wit" "log.wit" "seed.wit"
        "types.wit" "world.wit"),
    files!("plugin": "world.wit"),
];

/// All packages, parsed.
pub fn resolve() -> Result<Resolve, String> {
    let mut resolve = Resolve::default();
    for files in PACKAGES {
        let group = parse_files(files)?;
        resolve.push_group(group).map_err(|error| format!("{error}"))?;
    }
    Ok(resolve)
}
