//! A candidate as it lies in the ledger: its bytes, or a list of its files.

use std::collections::BTreeMap;

use lazaret_toolchain::Source;
use lazaret_trial::{Digest, Reason};
use serde::{Deserialize, Serialize};

use super::setting::Fetch;
use crate::candidates::{Candidate, Content};

/// A program that is a folder.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Files {
    /// `lazaret-folder/1`.
    format: String,
    files: BTreeMap<String, Digest>,
    /// Why it is no program, if it is none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    refused: Option<Reason>,
}

const FORMAT: &str = "lazaret-folder/1";

/// The blobs of a candidate.
pub struct Material {
    /// The digest of the candidate, as in its verdict.
    pub candidate: Digest,
    /// The blob that everything else hangs on. For a single file it is the file, and the two are the same.
    pub source: Digest,
    /// The blobs of a folder's files.
    pub named: Vec<Digest>,
    /// The bytes of all blobs.
    pub blobs: Vec<Vec<u8>>,
}

impl Material {
    /// What a candidate is made of.
    pub fn of(content: &Content) -> Self {
        let candidate = content.digest();
        let (files, refused) = match content {
            Content::File(bytes) => {
                let blobs = vec![bytes.clone()];
                return Self { candidate, source: candidate, named: Vec::new(), blobs };
            }
            Content::Folder(Ok(source)) => (source.files().clone(), None),
            Content::Folder(Err(reason)) => (BTreeMap::new(), Some(Reason::clone(reason))),
        };
        let named = files.values().map(|bytes| Digest::of(bytes));
        let named: Vec<Digest> = named.collect();
        let list = Files {
            format: FORMAT.to_owned(),
            files: files.keys().cloned().zip(named.iter().copied()).collect(),
            refused,
        };
        // Texts and digests can always be written.
        let list = serde_json::to_vec(&list).unwrap_or_default();
        let source = Digest::of(&list);
        let mut blobs = vec![list];
        blobs.extend(files.into_values());
        Self { candidate, source, named, blobs }
    }
}

/// The candidate, put together again.
pub fn candidate(
    label: &str,
    name: &str,
    digest: Digest,
    source: Digest,
    fetch: Fetch<'_>,
) -> Result<Candidate, String> {
    let bytes = fetch(source)?;
    let content = if source == digest {
        Content::File(bytes)
    } else {
        let list: Files = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
        if list.format != FORMAT {
            return Err(format!("the folder has the form `{}`", list.format.escape_debug()));
        }
        match list.refused {
            Some(reason) => Content::Folder(Err(Box::new(reason))),
            None => {
                let mut files = BTreeMap::new();
                for (path, digest) in list.files {
                    files.insert(path, fetch(digest)?);
                }
                let source = Source::of_folder(files);
                Content::Folder(source.map_err(|error| Box::new(error.reason())))
            }
        }
    };
    Ok(Candidate { label: label.to_owned(), name: name.to_owned(), content: Ok(content) })
}
