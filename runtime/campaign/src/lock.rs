//! One process for a campaign at a time.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use lazaret_trial::Digest;

use crate::error::CampaignError;

/// Held for as long as a campaign runs; given back when it is dropped, and when the process ends in any way.
#[derive(Debug)]
pub struct CampaignLock(#[expect(dead_code, reason = "closing it lets go")] File);

impl CampaignLock {
    /// Takes it, for a campaign of a ledger. `folder` is for such files, and is made if it is not there.
    ///
    /// # Errors
    /// If another process has it, or the file cannot be made.
    pub fn take(folder: &Path, ledger: &Path, name: &str) -> Result<Self, CampaignError> {
        let ledger = std::fs::canonicalize(ledger).unwrap_or_else(|_| ledger.to_owned());
        let of = format!("{}\n{name}", ledger.display());
        let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
        let path = folder.join(format!("{}.lock", Digest::of(of.as_bytes()).short()));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false).mode(0o600);
        let refuse = |error: std::io::Error| {
            let folder = folder.display();
            CampaignError::Refused(format!("cannot make or lock a file in `{folder}`: {error}"))
        };
        let file = made.and_then(|()| options.open(path)).map_err(refuse)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => {
                Err(CampaignError::Refused(format!("`{name}` is being run by another process")))
            }
            Err(TryLockError::Error(error)) => Err(refuse(error)),
        }
    }
}
