//! Files in memory that nobody can change once they are handed on.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::time::{Duration, Instant};

use lazaret_trial::Digest;
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use rustix::io::Errno;

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

    /// The same, filled by `fill`, which says whether it had anything to fill it with.
    ///
    /// # Errors
    /// Those of `fill`, and if there is no memory for it.
    pub fn filled<E: From<io::Error>>(
        digest: Digest,
        fill: impl FnOnce(&File) -> Result<bool, E>,
    ) -> Result<Option<Self>, E> {
        let mut file = writable("lazaret-code")?;
        if !fill(&file)? {
            return Ok(None);
        }
        seal(&file)?;
        file.rewind()?;
        Ok(Some(Self { file, digest }))
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

/// How long a file may be busy before it is not sealed after all.
const BUSY: Duration = Duration::from_secs(2);

/// Ends all writing, for whoever holds the file.
pub fn seal(file: &File) -> io::Result<()> {
    let all = SealFlags::SEAL | SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW;
    let begin = Instant::now();
    loop {
        match fcntl_add_seals(file, all) {
            // While the kernel moves a page to make room elsewhere, it cannot tell that from somebody who writes.
            Err(Errno::BUSY) if begin.elapsed() < BUSY => {
                std::thread::sleep(Duration::from_millis(5));
            }
            result => return Ok(result?),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_stays_as_it_is() {
        let mut file = sealed("test", b"code").unwrap();
        assert_eq!(read(&file).unwrap(), b"code");
        assert!(file.write_all(b"x").is_err() && file.set_len(1).is_err());
    }
}
