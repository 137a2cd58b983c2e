//! The tree of hashes as it lies in the database.

use rusqlite::Connection;
use tlog_tiles::{
    Error, Hash, HashReader, check_record, prove_record, stored_hash_index, tree_hash,
};

use crate::checkpoint::Note;
use crate::error::LedgerError;
use crate::frontier::Frontier;

/// The stored hashes of a ledger.
pub struct Tree<'a>(pub &'a Connection);

impl Tree<'_> {
    /// The root over the first `size` entries.
    pub fn root(&self, size: u64) -> Result<Hash, LedgerError> {
        tree_hash(size, self).map_err(|error| damaged(&error))
    }

    /// Shows that an entry is below a root. The root has been signed, so that nobody without the key can
    /// have changed the entry.
    pub fn check(
        &self,
        size: u64,
        root: Hash,
        sequence: u64,
        leaf: Hash,
    ) -> Result<(), LedgerError> {
        let proof = prove_record(size, sequence, self).map_err(|error| damaged(&error))?;
        check_record(&proof, size, root, sequence, leaf).map_err(|error| LedgerError::BadEntry {
            sequence,
            why: format!("it is not what was signed ({error})"),
        })
    }

    /// The leaf hash of an entry, shown to be below a signed head.
    pub fn leaf(&self, head: &Note, sequence: u64) -> Result<Hash, LedgerError> {
        let position = [stored_hash_index(0, sequence)];
        let hashes = self.read_hashes(&position).map_err(|error| damaged(&error))?;
        let Some(hash) = hashes.first().copied() else {
            return Err(LedgerError::Damaged("a hash is missing".to_owned()));
        };
        self.check(head.size, Hash(*head.root.bytes()), sequence, hash)?;
        Ok(hash)
    }

    /// The roots of the complete subtrees over the first `size` entries, compared with the root over all of them:
    /// with that, they are what was signed.
    pub fn frontier(&self, size: u64, root: Hash) -> Result<Frontier, LedgerError> {
        let frontier = Frontier::stored(size, |position| {
            let hashes = self.read_hashes(&[position]).map_err(|error| damaged(&error))?;
            let missing = || LedgerError::Damaged("a hash is missing".to_owned());
            hashes.first().copied().ok_or_else(missing)
        })?;
        if frontier.root() != root {
            return Err(LedgerError::Damaged(
                "the tree of hashes is not what was signed".to_owned(),
            ));
        }
        Ok(frontier)
    }
}

impl HashReader for Tree<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let read = || -> rusqlite::Result<Vec<Hash>> {
            let sql = "SELECT hash FROM node WHERE position = ?1";
            let mut statement = self.0.prepare_cached(sql)?;
            let one = |index: &u64| {
                let hash = statement.query_row([index.cast_signed()], |row| row.get(0));
                hash.map(Hash)
            };
            indexes.iter().map(one).collect()
        };
        read().map_err(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => {
                Error::InvalidInput("a hash is missing".to_owned())
            }
            error => Error::InvalidInput(error.to_string()),
        })
    }
}

fn damaged(error: &Error) -> LedgerError {
    LedgerError::Damaged(format!("the tree of hashes: {error}"))
}
