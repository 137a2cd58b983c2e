//! Files in memory that nobody can change once they are handed on.

use std::fs::File;
use std::io::{self, Seek, Write};

use lazaret_trial::Digest;
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};

/// Native code in sealed memory, with the digest of the component that it was made from.
pub struct Code {
    pub(crate) file: File,
    pub(crate) digest: Digest,
}

impl Code {
    /// Puts native code into sealed memory.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn new(code: &[u8], digest: Digest) -> io::Result<Self> {
        Ok(Self { file: sealed("lazaret-code", code)?, digest })
    }

    /// The digest of the component.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }
}

/// A file with these bytes that cannot be changed any more.
pub fn sealed(name: &str, bytes: &[u8]) -> io::Result<File> {
    let mut file = writable(name)?;
    file.write_all(bytes)?;
    seal(&file)?;
    // Whoever gets it reads from where it stands.
    file.rewind()?;
    Ok(file)
}

/// An empty file for somebody else to fill.
pub fn writable(name: &str) -> io::Result<File> {
    Ok(memfd_create(name, MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?.into())
}

/// Ends all writing, for whoever holds the file.
pub fn seal(file: &File) -> io::Result<()> {
    let all = SealFlags::SEAL | SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW;
    Ok(fcntl_add_seals(file, all)?)
}

/// The rest of a file. With nothing but the one system call that a sealed process has for it: the standard
/// library would ask for the size first.
pub fn read(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let filled = bytes.len();
        bytes.resize(filled + filled.max(64 << 10), 0);
        let count = rustix::io::read(file, bytes.get_mut(filled..).unwrap_or_default())?;
        bytes.truncate(filled + count);
        if count == 0 {
            return Ok(bytes);
        }
    }
}
