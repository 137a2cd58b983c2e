//! One service for a ledger: the second one is told so, instead of both taking up the same work.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::error::ServiceError;

/// Held for as long as the service lives; the kernel lets go of it, however that ends.
pub struct Lock(#[expect(dead_code, reason = "it is held, and closing it lets go")] File);

impl Lock {
    /// Takes the lock of a ledger's folder.
    pub fn take(folder: &Path) -> Result<Self, ServiceError> {
        let path = folder.join("serve.lock");
        let io = |source| ServiceError::Io { path: path.clone(), source };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let mut file = options.open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Who it is helps, and is not known for sure anyway.
                drop((&file).take(20).read_to_string(&mut holder));
                return Err(ServiceError::Taken { folder: folder.to_owned(), holder });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        // Only for the message above; whether it can be written is no reason to stop.
        let said = file.set_len(0).and_then(|()| file.rewind());
        drop(said.and_then(|()| write!(file, "{}", std::process::id())));
        Ok(Self(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_one_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path()).unwrap();
        let Err(error) = Lock::take(folder.path()) else { panic!("both have it") };
        let (message, process) = (error.to_string(), std::process::id().to_string());
        assert!(message.contains(&process), "{message}");
        drop(first);
        Lock::take(folder.path()).unwrap();
    }
}
