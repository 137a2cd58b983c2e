//! Which pages of this process have been written to, as the kernel tells.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use nix::sys::resource::{UsageWho, getrusage};

use crate::image::PAGE_BYTES;

/// A page is in memory, or swapped out.
const THERE: u64 = 1 << 63 | 1 << 62;

/// A page is one of a file: as it was mapped, because a private mapping gets a page of its own when it is
/// written to.
const OF_FILE: u64 = 1 << 61;

/// The kernel's list of pages of the process that has opened it.
#[derive(Debug)]
pub struct Pagemap {
    file: File,
    process: u32,
}

impl Pagemap {
    /// Opens the list of this process.
    ///
    /// # Errors
    /// If the kernel has none, or `/proc` is not there.
    pub fn open() -> io::Result<Self> {
        File::open("/proc/self/pagemap").map(Self::of_file)
    }

    /// The same from a file that this process has opened itself, before it gave up opening files.
    #[must_use]
    pub fn of_file(file: File) -> Self {
        Self { file, process: std::process::id() }
    }

    /// How often a page that somebody in this process touched was not there yet, or not its own to write to: unless
    /// this has grown, every page of a memory is whose it was before. None if the kernel does not count.
    #[must_use]
    pub fn faults(&self) -> Option<i64> {
        let usage = getrusage(UsageWho::RUSAGE_SELF).ok()?;
        let faults = usage.minor_page_faults() + usage.major_page_faults();
        // No program comes this far without any. In a copy of the process they count from the beginning.
        (0 < faults && self.process == std::process::id()).then_some(faults)
    }

    /// The numbers of the pages, counted from `address`, that are no longer those of the file that is mapped there,
    /// into `changed`. `address` and `length` are multiples of a page.
    ///
    /// # Errors
    /// If the kernel does not tell, or tells of another process, because this is a copy of the one that has opened it.
    pub fn changed(
        &self,
        address: usize,
        length: usize,
        changed: &mut Vec<usize>,
    ) -> io::Result<()> {
        if self.process != std::process::id() {
            return Err(io::Error::other("the list of another process"));
        }
        let mut entries = vec![0; length / PAGE_BYTES * size_of::<u64>()];
        let at = address / PAGE_BYTES * size_of::<u64>();
        self.file.read_exact_at(&mut entries, at as u64)?;
        changed.clear();
        let entries = entries.chunks_exact(size_of::<u64>()).enumerate();
        changed.extend(entries.filter_map(|(page, entry)| {
            let entry = u64::from_ne_bytes(entry.try_into().ok()?);
            (entry & THERE != 0 && entry & OF_FILE == 0).then_some(page)
        }));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kernel counts, and touching what is there already is not counted. Other threads of the test may touch
    /// something meanwhile, so the second is true of one try in many.
    #[test]
    fn a_page_that_is_new_is_counted_and_one_that_is_known_is_not() {
        let pagemap = Pagemap::open().unwrap();
        let faults = || pagemap.faults().unwrap();
        let before = faults();
        let mut fresh = vec![0_u8; 8 << 20];
        let touch = |bytes: &mut [u8]| {
            for page in bytes.chunks_mut(PAGE_BYTES) {
                page.fill(std::hint::black_box(1));
            }
        };
        touch(&mut fresh);
        assert!(before < faults(), "{before}");
        let quiet = || {
            let before = faults();
            touch(&mut fresh);
            before == faults()
        };
        assert!(std::iter::repeat_with(quiet).take(1_000).any(|quiet| quiet));
    }

    #[test]
    fn of_another_process_nothing_is_known() {
        let mut pagemap = Pagemap::open().unwrap();
        pagemap.process += 1;
        assert_eq!(pagemap.faults(), None);
        assert!(pagemap.changed(0, PAGE_BYTES, &mut Vec::new()).is_err());
    }
}
