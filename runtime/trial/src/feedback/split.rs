//! Which sets of cases may be told about.

use serde::{Deserialize, Serialize};

use crate::metric::Description;

/// Whether anything may be told of the cases that a verdict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exposure {
    /// They may be told, shortened.
    Public,
    /// Nothing of them may be told, and nothing that depends on them but the outcome's code and the name of a
    /// limit.
    HeldOut,
}

/// Splits that are public wherever they stand.
const PUBLIC: &[&str] = &["search", "public"];

/// Words that keep even the evaluator's first split back: an evaluator that has such a split only has no public
/// one.
const KEPT_BACK: &[&str] =
    &["heldout", "holdout", "hidden", "private", "secret", "unseen", "test", "validation", "final"];

impl Exposure {
    /// Of a split. `declared` are the public splits that the task names, if it names any or says that there is
    /// none; otherwise they are the evaluator's first split, unless its name says that it is kept back, and those
    /// that are called `search` or `public`.
    #[must_use]
    pub fn of(split: &str, description: &Description, declared: Option<&[String]>) -> Self {
        let public = match declared {
            Some(declared) => declared.iter().any(|name| name == split),
            None => {
                let first = description.splits.first().is_some_and(|first| first == split);
                PUBLIC.contains(&split) || (first && !is_kept_back(split))
            }
        };
        if public { Self::Public } else { Self::HeldOut }
    }
}

fn is_kept_back(split: &str) -> bool {
    let joined = split.replace(['-', '_'], "");
    let word = |word: &str| KEPT_BACK.contains(&word);
    split.split(['-', '_']).any(word) || KEPT_BACK.iter().take(6).any(|kept| joined.contains(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(splits: &[&str], declared: Option<&[&str]>, public: &[&str]) {
        let owned = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let description = Description { metrics: Vec::new(), splits: owned(splits) };
        let declared = declared.map(owned);
        let is = |split: &&&str| {
            Exposure::of(split, &description, declared.as_deref()) == Exposure::Public
        };
        let found: Vec<&str> = splits.iter().filter(is).copied().collect();
        assert_eq!(found, public);
    }

    #[test]
    fn what_is_not_declared_public_is_held_out() {
        check(&["default"], None, &["default"]);
        check(&["small", "large"], None, &["small"]);
        check(&["small", "search", "public", "held-out"], None, &["small", "search", "public"]);
        check(&["search-2", "search"], None, &["search-2", "search"]);
        check(&["x", "research"], None, &["x"]);
        check(&["small", "large"], Some(&["large"]), &["large"]);
        check(&["search", "public"], Some(&[]), &[]);
        check(&["x"], Some(&["X"]), &[]);
    }

    #[test]
    fn a_first_split_whose_name_says_so_is_held_out_unless_it_is_declared() {
        for name in ["held-out", "held_out2", "test", "or-test", "hidden", "final", "my-holdouts"] {
            check(&[name, "other"], None, &[]);
            check(&[name], Some(&[name]), &[name]);
        }
        for name in ["latest", "contest", "finals", "fastest-validations"] {
            check(&[name], None, &[name]);
        }
    }
}
