//! Signed heads of the tree, in the formats of c2sp.org/tlog-checkpoint and c2sp.org/signed-note.

use lazaret_trial::Digest;
use signed_note::VerifierList;
use tlog_tiles::{Checkpoint, Hash};

use crate::error::LedgerError;
use crate::key::{Key, PublicKey};

/// A head of the tree that the ledger's key has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The signed text.
    pub text: String,
    /// How many entries it is about.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
}

impl Note {
    /// Signs a head.
    pub(crate) fn sign(
        key: &Key,
        origin: &str,
        size: u64,
        root: Hash,
    ) -> Result<Self, LedgerError> {
        let failed = |error: &dyn std::fmt::Display| {
            LedgerError::Damaged(format!("the head cannot be signed: {error}"))
        };
        let checkpoint = Checkpoint::new(origin, size, root, "").map_err(|error| failed(&error))?;
        let note = signed_note::Note::new(&checkpoint.to_bytes(), &[]);
        let mut note = note.map_err(|error| failed(&error))?;
        note.add_sigs(&[key.signer()]).map_err(|error| failed(&error))?;
        let text = String::from_utf8(note.to_bytes()).map_err(|error| failed(&error))?;
        Ok(Self { text, size, root: Digest::from_bytes(root.0) })
    }

    /// Reads a signed head and checks the signature.
    pub(crate) fn read(bytes: &[u8], public: &PublicKey) -> Result<Self, LedgerError> {
        let wrong = |why: &dyn std::fmt::Display| {
            LedgerError::Damaged(format!("a signed head is not valid: {why}"))
        };
        let note = signed_note::Note::from_bytes(bytes).map_err(|error| wrong(&error))?;
        let verifier = public.verifier().ok_or_else(|| wrong(&"the public key is none"))?;
        let known = VerifierList::new(vec![Box::new(verifier)]);
        note.verify(&known).map_err(|error| wrong(&error))?;
        let checkpoint = Checkpoint::from_bytes(note.text()).map_err(|error| wrong(&error))?;
        if checkpoint.origin() != public.name() {
            return Err(wrong(&"it is about another ledger"));
        }
        let text = String::from_utf8(bytes.to_vec()).map_err(|error| wrong(&error))?;
        if text.as_bytes() != note.to_bytes() {
            return Err(wrong(&"it is not written in the one way that there is"));
        }
        let root = Digest::from_bytes(checkpoint.hash().0);
        Ok(Self { text, size: checkpoint.size(), root })
    }
}
