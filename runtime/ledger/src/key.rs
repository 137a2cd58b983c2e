//! The pair of keys that signs a ledger.
//!
//! The private key lies beside the ledger, readable by its owner only: it protects against everybody who can
//! write the ledger's files but not read this one, and against accidents. Against its owner nothing here helps.

use std::path::Path;

use rand_core::OsRng;
use signed_note::{Signer, StandardSigner, StandardVerifier, Verifier, generate_key};

use crate::error::LedgerError;
use crate::folder::Folder;

/// What signs.
pub struct Key(StandardSigner);

/// What checks signatures: the public key in its text form, and the name of the ledger in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    text: String,
    name: String,
}

impl Key {
    /// The key of a folder; a new one if nothing has been written there yet.
    pub fn of(folder: &Folder) -> Result<(Self, PublicKey), LedgerError> {
        if let Some(bytes) = folder.read(&folder.key())? {
            let key = Self::parse(&folder.key(), &bytes)?;
            let public = PublicKey::of(folder)?;
            if key.0.name() != public.name || !key.fits(&public) {
                return Err(LedgerError::Key {
                    path: folder.key(),
                    why: "it belongs to another ledger".to_owned(),
                });
            }
            return Ok((key, public));
        }
        if folder.is_begun() {
            return Err(LedgerError::Key { path: folder.key(), why: "it is missing".to_owned() });
        }
        let number = u64::from_le_bytes(random()?);
        let (private, public) = generate_key(&mut OsRng, &format!("lazaret-ledger-{number:016x}"));
        let public = PublicKey::parse(&folder.verifier(), public)?;
        // The private key last: where it is, the public one is, too. If it ends between the two, there is no
        // ledger yet, and the pair is made anew.
        folder.write(&folder.verifier(), format!("{}\n", public.text).as_bytes(), 0o644)?;
        folder.write(&folder.key(), format!("{private}\n").as_bytes(), 0o600)?;
        Ok((Self::parse(&folder.key(), private.as_bytes())?, public))
    }

    fn parse(path: &Path, bytes: &[u8]) -> Result<Self, LedgerError> {
        let wrong = |why: String| LedgerError::Key { path: path.to_owned(), why };
        let text = std::str::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?;
        StandardSigner::new(text.trim_end()).map(Self).map_err(|error| wrong(error.to_string()))
    }

    /// Signs something.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, LedgerError> {
        self.0.sign(message).map_err(|error| LedgerError::Damaged(error.to_string()))
    }

    /// For notes.
    pub const fn signer(&self) -> &StandardSigner {
        &self.0
    }

    fn fits(&self, public: &PublicKey) -> bool {
        let message = b"lazaret: do these two keys belong together";
        let verifier = public.verifier();
        self.sign(message)
            .is_ok_and(|signature| verifier.is_some_and(|it| it.verify(message, &signature)))
    }
}

impl PublicKey {
    /// The key that lies in a folder.
    pub fn of(folder: &Folder) -> Result<Self, LedgerError> {
        let path = folder.verifier();
        let missing = || LedgerError::Key { path: path.clone(), why: "it is missing".to_owned() };
        let bytes = folder.read(&path)?.ok_or_else(missing)?;
        let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        Self::parse(&path, text)
    }

    /// Reads the text form.
    pub fn parse(path: &Path, text: String) -> Result<Self, LedgerError> {
        let verifier = StandardVerifier::new(&text)
            .map_err(|error| LedgerError::Key { path: path.to_owned(), why: error.to_string() })?;
        Ok(Self { name: verifier.name().to_owned(), text })
    }

    /// The text form.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name of the ledger.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// For notes.
    pub fn verifier(&self) -> Option<StandardVerifier> {
        StandardVerifier::new(&self.text).ok()
    }
}

fn random<const N: usize>() -> Result<[u8; N], LedgerError> {
    use rand_core::RngCore;
    let mut bytes = [0; N];
    let filled = OsRng.try_fill_bytes(&mut bytes);
    filled.map_err(|error| LedgerError::Damaged(format!("no randomness: {error}")))?;
    Ok(bytes)
}
