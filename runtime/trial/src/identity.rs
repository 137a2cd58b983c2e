//! What decides a score.

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Digester};

/// One thing that decides a score, by name and digest or plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityPart {
    /// For example `evaluator` or `engine-profile`.
    pub name: String,
    /// A digest for bytes, a short text for numbers.
    pub value: String,
}

/// All that decides a score besides the candidate. Scores of different identities are not comparable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The digest over all parts.
    pub digest: Digest,
    /// The parts, in a fixed order.
    pub parts: Vec<IdentityPart>,
}

impl Identity {
    /// The identity of these parts, in this order.
    #[must_use]
    pub fn of(parts: Vec<IdentityPart>) -> Self {
        let digest = parts
            .iter()
            .fold(Digester::new("lazaret identity 1"), |digester, part| {
                digester.part(&part.name, part.value.as_bytes())
            })
            .finish();
        Self { digest, parts }
    }

    /// What a part says; none if there is no such part.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<&str> {
        self.parts.iter().find(|part| part.name == name).map(|part| part.value.as_str())
    }

    /// The parts in which two identities differ: name, here, there.
    #[must_use]
    pub fn difference<'a>(&'a self, other: &'a Self) -> Vec<(&'a str, &'a str, &'a str)> {
        let find = |identity: &'a Self, name: &str| identity.part(name).unwrap_or("absent");
        let mut names: Vec<&str> = self.parts.iter().map(|part| part.name.as_str()).collect();
        for part in &other.parts {
            if !names.contains(&part.name.as_str()) {
                names.push(&part.name);
            }
        }
        let pairs = names.into_iter().map(|name| (name, find(self, name), find(other, name)));
        pairs.filter(|(_, here, there)| here != there).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(parts: &[(&str, &str)]) -> Identity {
        let part = |(name, value): &(&str, &str)| IdentityPart {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        Identity::of(parts.iter().map(part).collect())
    }

    #[test]
    fn every_part_counts_and_differences_are_named() {
        let one = identity(&[("seed", "1"), ("split", "search")]);
        let two = identity(&[("seed", "2"), ("split", "search"), ("data", "x")]);
        assert_ne!(one.digest, two.digest);
        assert_eq!(one.difference(&two), [("seed", "1", "2"), ("data", "absent", "x")]);
        assert_eq!(one.difference(&one), []);
    }
}
