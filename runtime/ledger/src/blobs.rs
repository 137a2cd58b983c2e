//! Bytes by their digest: candidates, verdicts, tasks, data.
//!
//! They lie in the same database as the entries, so that there is no moment at which one of the two has what the
//! other lacks, and one wait for the disk serves both.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use lazaret_trial::Digest;
use rusqlite::{Connection, OptionalExtension};

use crate::error::LedgerError;

/// The most bytes of one blob, which is what a dataset may have in one file.
pub const BLOB_BYTES_MAX: u64 = 256 << 20;

/// Below this, packing gains nothing.
const PACK_BYTES_MIN: usize = 128;

/// Above this, packing takes longer than it is worth.
const PACK_BYTES_MAX: usize = 16 << 20;

/// Keeps a blob. One that is there already is not written again.
pub fn put(connection: &Connection, digest: Digest, bytes: &[u8]) -> Result<(), LedgerError> {
    let measured = bytes.len() as u64;
    if BLOB_BYTES_MAX < measured {
        return Err(LedgerError::LargeBlob { measured, allowed: BLOB_BYTES_MAX });
    }
    if is_there(connection, digest)? {
        return Ok(());
    }
    let packed = pack(bytes).filter(|packed| packed.len() < bytes.len());
    let sql = "INSERT INTO blob (digest, size, packed, bytes) VALUES (?1, ?2, ?3, ?4)";
    let mut insert = connection.prepare_cached(sql)?;
    insert.execute((
        digest.bytes(),
        measured.cast_signed(),
        packed.is_some(),
        packed.as_deref().unwrap_or(bytes),
    ))?;
    Ok(())
}

/// Whether a blob is kept.
pub fn is_there(connection: &Connection, digest: Digest) -> Result<bool, LedgerError> {
    let mut known = connection.prepare_cached("SELECT 1 FROM blob WHERE digest = ?1")?;
    Ok(known.exists([digest.bytes()])?)
}

/// The number of a blob, which says nothing but which row it is.
pub fn number(connection: &Connection, digest: Digest) -> Result<i64, LedgerError> {
    let mut number = connection.prepare_cached("SELECT number FROM blob WHERE digest = ?1")?;
    let number = number.query_row([digest.bytes()], |row| row.get(0)).optional()?;
    number.ok_or(LedgerError::NoBlob(digest))
}

/// Reads a blob and checks that it is what its name says.
pub fn get(connection: &Connection, digest: Digest) -> Result<Vec<u8>, LedgerError> {
    let sql = "SELECT size, packed, bytes FROM blob WHERE digest = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let row = statement.query_row([digest.bytes()], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Vec<u8>>(2)?))
    });
    let (size, packed, bytes) = row.optional()?.ok_or(LedgerError::NoBlob(digest))?;
    let damaged = || LedgerError::BadBlob(digest);
    let size = u64::try_from(size).ok().filter(|size| *size <= BLOB_BYTES_MAX);
    let size = size.ok_or_else(damaged)?;
    let bytes = match packed {
        0 => bytes,
        1 => unpack(&bytes, size).ok_or_else(damaged)?,
        _ => return Err(damaged()),
    };
    if bytes.len() as u64 != size || Digest::of(&bytes) != digest {
        return Err(damaged());
    }
    Ok(bytes)
}

fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.len() < PACK_BYTES_MIN || PACK_BYTES_MAX < bytes.len() {
        return None;
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// At most one byte more than there should be, whatever somebody has put there; and what follows the end of
/// the packed bytes is damage as well.
fn unpack(packed: &[u8], size: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut decoder = ZlibDecoder::new(packed);
    decoder.by_ref().take(size + 1).read_to_end(&mut bytes).ok()?;
    (decoder.total_in() == packed.len() as u64).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unpacks_to_more_than_it_says_is_not_unpacked() {
        let bytes = vec![b'x'; 1 << 20];
        let packed = pack(&bytes).unwrap();
        assert!(packed.len() < bytes.len() / 64);
        assert_eq!(unpack(&packed, 1 << 20).unwrap(), bytes);
        assert!(unpack(&packed, 1000).is_none_or(|bytes| bytes.len() == 1001));
        let mut longer = packed.clone();
        longer.push(0);
        assert_eq!(unpack(&longer, 1 << 20), None);
    }
}
