//! What stands between a prisoner and the machine, as a list for people and for verdicts.

use serde::{Deserialize, Serialize};

/// One wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Its name, stable: it is what a degraded verdict says is missing.
    pub name: String,
    /// Whether it stands.
    pub engaged: bool,
    /// Whether nothing runs without it, unless somebody insists.
    pub required: bool,
    /// What it is, or why it does not stand.
    pub detail: String,
}

impl Layer {
    /// A wall that must stand.
    pub(crate) fn required(name: &str, result: Result<String, String>) -> Self {
        Self::of(name, true, result)
    }

    /// A wall on top of the others, where it can be had.
    pub(crate) fn extra(name: &str, result: Result<String, String>) -> Self {
        Self::of(name, false, result)
    }

    fn of(name: &str, required: bool, result: Result<String, String>) -> Self {
        let engaged = result.is_ok();
        let detail = result.unwrap_or_else(|why| why);
        Self { name: name.to_owned(), engaged, required, detail }
    }
}

/// The names of the walls that must stand and do not.
#[must_use]
pub fn missing(layers: &[Layer]) -> Vec<String> {
    let absent = layers.iter().filter(|layer| layer.required && !layer.engaged);
    absent.map(|layer| layer.name.clone()).collect()
}
