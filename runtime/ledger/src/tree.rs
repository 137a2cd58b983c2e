//! The tree of hashes as it lies in the database.

use rusqlite::Connection;
use tlog_tiles::{Error, Hash, HashReader, check_record, prove_record, tree_hash};

use crate::error::LedgerError;

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

    /// The hash at a place.
    pub fn at(&self, position: u64) -> Result<Hash, LedgerError> {
        let hashes = self.read_hashes(&[position]).map_err(|error| damaged(&error))?;
        hashes.first().copied().ok_or_else(|| LedgerError::Damaged("a hash is missing".to_owned()))
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
        read().map_err(|_| Error::InvalidInput("a hash of the tree is missing".to_owned()))
    }
}

fn damaged(error: &Error) -> LedgerError {
    LedgerError::Damaged(format!("the tree of hashes: {error}"))
}
