//! Memories that are used again.
//!
//! An instance of an interpreter touches some hundred pages of its memory. In a new mapping each is a fault, and
//! each that is written to is a copy; that takes longer than most programs run. So a memory whose instance is gone is
//! not unmapped: the pages that were written to get the content of the image again, and the next instance finds the rest
//! where it was.
//!
//! Invariants:
//! - A memory is handed out only if each page of it is that of the image, or was overwritten with it or with zeros
//!   after the last instance had ended. Which ones were written to is the kernel's word, not the guest's.
//! - The list is only read again if the kernel has made or fetched a page for this process since the memory was handed
//!   out; nothing but touching it makes a page a memory's own.
//! - When the kernel does not tell, or too much was written to, the memory is unmapped.
//! - Nothing else of an instance is used again: no table, no global, no store.
//! - Before and behind each memory are pages that nobody can touch, as many as the compiler has been promised.

use std::ffi::c_void;
use std::io;
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, PoisonError};

use lazaret_trial::Weakness;
use rustix::io::Errno;
use rustix::mm::{
    Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mmap, mmap_anonymous, mprotect, munmap,
};
use wasmtime::{LinearMemory, MemoryCreator, MemoryType};

use crate::image::{Image, PAGE_BYTES};
use crate::pagemap::Pagemap;

/// How many memories wait for an instance at most. An evaluator and a candidate live at the same time on each
/// thread that evaluates.
const WAITING_MAX: usize = 8;

/// The most pages that are overwritten; with more it is cheaper to have the kernel map them anew.
const CHANGED_PAGES_MAX: usize = 2_048;

/// The most pages that are a memory's own although the last instance left them as they were. Some are needed all the
/// time and written to without a trace (counts of references go up and down); many are left over from an instance
/// that needed more than others, and would be looked at for good.
const UNNEEDED_PAGES_MAX: usize = 192;

static ZEROS: [u8; PAGE_BYTES] = [0; PAGE_BYTES];

/// Makes the memories of one image, and takes them back.
pub struct Slots {
    inner: Arc<Inner>,
}

struct Inner {
    image: Image,
    /// The image, to be read.
    content: Mapping,
    pagemap: Option<Arc<Pagemap>>,
    waiting: Mutex<Vec<Memory>>,
}

impl Slots {
    /// Maps the image. Without a pagemap each memory is used once.
    pub fn new(image: Image, pagemap: Option<Arc<Pagemap>>) -> io::Result<Self> {
        let content = Mapping::of_image(&image)?;
        let waiting = Mutex::new(Vec::new());
        Ok(Self { inner: Arc::new(Inner { image, content, pagemap, waiting }) })
    }
}

#[expect(unsafe_code, reason = "the engine believes what it is told about a memory")]
// SAFETY: what is handed out begins at the address that it says, can be read and written for as many bytes as it
// says, never moves, and is followed by as many bytes that nobody can touch as the engine asks for (`Memory::new`).
// Its first content is the image's, which stands for the content that was taken out of the only module that has
// a memory here; for that module's semantics it is as if its data segments had been copied into zeros.
unsafe impl MemoryCreator for Slots {
    fn new_memory(
        &self,
        _: MemoryType,
        minimum: usize,
        _: Option<usize>,
        reserved: Option<usize>,
        guard: usize,
    ) -> Result<Box<dyn LinearMemory>, String> {
        let inner = &self.inner;
        if minimum != inner.image.minimum {
            return Err(format!("a memory of {minimum} bytes where the image has another size"));
        }
        let reserved = reserved.ok_or("a memory that may move")?;
        let kept = inner.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = match kept {
            Some(memory) if memory.reserved == reserved && memory.guard == guard => memory,
            _ => Memory::new(&inner.image, reserved, guard).map_err(|error| error.to_string())?,
        };
        memory.faults = inner.pagemap.as_ref().and_then(|pagemap| pagemap.faults());
        Ok(Box::new(Held { memory: Some(memory), inner: inner.clone() }))
    }
}

/// A memory while an instance has it.
struct Held {
    /// None only while it is dropped.
    memory: Option<Memory>,
    inner: Arc<Inner>,
}

#[expect(unsafe_code, reason = "the engine believes what it is told about a memory")]
// SAFETY: as for `Slots`; growing changes how much can be touched, never where it is.
unsafe impl LinearMemory for Held {
    fn byte_size(&self) -> usize {
        self.memory.as_ref().map_or(0, |memory| memory.size)
    }

    fn byte_capacity(&self) -> usize {
        self.memory.as_ref().map_or(0, |memory| memory.reserved)
    }

    fn grow_to(&mut self, size: usize) -> wasmtime::Result<()> {
        let memory = self.memory.as_mut().ok_or_else(|| wasmtime::Error::msg("no memory"))?;
        Ok(memory.grow(size)?)
    }

    fn as_ptr(&self) -> *mut u8 {
        self.memory.as_ref().map_or(std::ptr::null_mut(), |memory| memory.base().as_ptr())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let Some(mut memory) = self.memory.take() else { return };
        let inner = &self.inner;
        let Some(pagemap) = &inner.pagemap else { return };
        // Whatever goes wrong: a memory that is not as it was is not used again.
        if memory.restore(&inner.image, &inner.content, pagemap).is_ok() {
            let mut waiting = inner.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            if waiting.len() < WAITING_MAX {
                waiting.push(memory);
            }
        }
    }
}

/// A linear memory with the pages around it.
struct Memory {
    mapping: Mapping,
    /// Bytes that a guest can touch.
    size: usize,
    /// Bytes that it could grow to.
    reserved: usize,
    guard: usize,
    /// The pages that are its own, as the kernel told when it was asked last.
    own: Vec<usize>,
    /// What [`Pagemap::faults`] was when an instance got it.
    faults: Option<i64>,
}

impl Memory {
    fn new(image: &Image, reserved: usize, guard: usize) -> io::Result<Self> {
        let whole = guard.checked_add(reserved).and_then(|bytes| bytes.checked_add(guard));
        let whole = whole.filter(|_| image.minimum <= reserved);
        let whole = whole.ok_or_else(|| io::Error::other("a memory that is too large"))?;
        let mapping = Mapping::reserve(whole)?;
        let (size, own, faults) = (0, Vec::new(), None);
        let mut memory = Self { mapping, size, reserved, guard, own, faults };
        memory.map(image)?;
        memory.grow(image.minimum)?;
        memory.refuse_huge_pages()?;
        Ok(memory)
    }

    fn base(&self) -> NonNull<u8> {
        #[expect(unsafe_code, reason = "the pages before a memory belong to its mapping")]
        // SAFETY: the mapping is longer than the guard at its beginning.
        unsafe {
            self.mapping.start.add(self.guard)
        }
    }

    /// Maps the image over the beginning, privately.
    fn map(&mut self, image: &Image) -> io::Result<()> {
        let (read_write, fixed) =
            (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE | MapFlags::FIXED);
        #[expect(unsafe_code, reason = "mapping over what is mapped is unsafe")]
        // SAFETY: the range lies within this memory's own mapping (`Memory::new` has compared the sizes), and
        // no instance has it.
        unsafe {
            let base = self.base().as_ptr().cast::<c_void>();
            mmap(base, image.length, read_write, fixed, &*image.file, image.offset)?;
        }
        self.size = image.length;
        Ok(())
    }

    fn grow(&mut self, size: usize) -> io::Result<()> {
        if size < self.size || self.reserved < size {
            return Err(io::Error::other("a memory cannot have this size"));
        }
        let touchable = MprotectFlags::READ | MprotectFlags::WRITE;
        self.protect(self.size..size, touchable)?;
        self.size = size;
        Ok(())
    }

    /// Pages that the kernel joins behind the scenes would become the memory's own without anybody touching them.
    fn refuse_huge_pages(&self) -> io::Result<()> {
        #[expect(unsafe_code, reason = "advice may change what is mapped")]
        // SAFETY: the range lies within this memory's mapping, and this advice changes nothing that is in it.
        let advised = unsafe {
            madvise(self.base().as_ptr().cast::<c_void>(), self.size, Advice::LinuxNoHugepage)
        };
        match advised {
            // A kernel without such pages.
            Err(Errno::INVAL) | Ok(()) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn protect(&self, range: std::ops::Range<usize>, flags: MprotectFlags) -> io::Result<()> {
        if range.is_empty() {
            return Ok(());
        }
        #[expect(unsafe_code, reason = "changing what can be touched is unsafe")]
        // SAFETY: the range lies within this memory's reservation.
        unsafe {
            let start = self.base().add(range.start).as_ptr().cast::<c_void>();
            mprotect(start, range.len(), flags)?;
        }
        Ok(())
    }

    /// Makes the memory what it was before the instance that had it.
    fn restore(&mut self, image: &Image, content: &Mapping, pagemap: &Pagemap) -> io::Result<()> {
        if image.minimum < self.size {
            let grown = image.minimum..self.size;
            self.protect(grown.clone(), MprotectFlags::empty())?;
            #[expect(unsafe_code, reason = "dropping pages is unsafe")]
            // SAFETY: the range lies within this memory's mapping, and no instance has it.
            unsafe {
                let start = self.base().add(grown.start).as_ptr().cast::<c_void>();
                madvise(start, grown.len(), Advice::LinuxDontNeed)?;
            }
            self.size = image.minimum;
        }
        let told = self.faults.is_some() && pagemap.faults() == self.faults;
        let stale = Weakness::StaleList.is_chosen() && !self.own.is_empty();
        if !told && !stale {
            pagemap.changed(self.base().as_ptr().addr(), self.size, &mut self.own)?;
        }
        if CHANGED_PAGES_MAX < self.own.len() {
            return Err(io::Error::other("more has changed than is worth restoring"));
        }
        if Weakness::KeptPages.is_chosen() {
            return Ok(());
        }
        let mut unneeded = Vec::new();
        for &page in &self.own {
            let offset = page * PAGE_BYTES;
            #[expect(
                unsafe_code,
                reason = "a memory is bytes to its owner only while no instance has it"
            )]
            // SAFETY: the page lies within the memory, which can be written and which no instance has; if it is
            // one of the image, it lies within the mapping of that too, which is another mapping and is not written.
            let (now, before) = unsafe {
                let now =
                    std::slice::from_raw_parts_mut(self.base().add(offset).as_ptr(), PAGE_BYTES);
                let before = (offset < image.length).then(|| {
                    std::slice::from_raw_parts(content.start.add(offset).as_ptr(), PAGE_BYTES)
                });
                (now, before.unwrap_or(&ZEROS))
            };
            if *now == *before {
                unneeded.push(page);
            } else {
                now.copy_from_slice(before);
            }
        }
        if UNNEEDED_PAGES_MAX < unneeded.len() {
            self.release(&unneeded)?;
            self.own.retain(|page| unneeded.binary_search(page).is_err());
        }
        Ok(())
    }

    /// Gives pages back to the kernel; they are those of the image then, or zeros.
    fn release(&self, pages: &[usize]) -> io::Result<()> {
        for run in pages.chunk_by(|page, next| page + 1 == *next) {
            let Some(first) = run.first() else { continue };
            #[expect(unsafe_code, reason = "dropping pages is unsafe")]
            // SAFETY: the pages lie within this memory's mapping, and no instance has it.
            unsafe {
                let start = self.base().add(first * PAGE_BYTES).as_ptr().cast::<c_void>();
                madvise(start, run.len() * PAGE_BYTES, Advice::LinuxDontNeed)?;
            }
        }
        Ok(())
    }
}

/// Addresses that belong to one owner.
struct Mapping {
    start: NonNull<u8>,
    length: usize,
}

#[expect(unsafe_code, reason = "a pointer says nothing about who may use it")]
// SAFETY: a mapping belongs to the process, not to a thread.
unsafe impl Send for Mapping {}

#[expect(unsafe_code, reason = "a pointer says nothing about who may use it")]
// SAFETY: a shared mapping is only read: nothing writes without `&mut`, but the guest whose store owns it.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Addresses that nobody can touch yet.
    fn reserve(length: usize) -> io::Result<Self> {
        let flags = MapFlags::PRIVATE | MapFlags::NORESERVE;
        #[expect(unsafe_code, reason = "mapping is unsafe")]
        // SAFETY: the kernel chooses addresses that are free.
        let start =
            unsafe { mmap_anonymous(std::ptr::null_mut(), length, ProtFlags::empty(), flags)? };
        Self::at(start, length)
    }

    fn of_image(image: &Image) -> io::Result<Self> {
        #[expect(unsafe_code, reason = "mapping is unsafe")]
        // SAFETY: the kernel chooses addresses that are free. The file cannot be changed by anybody else: it is
        // sealed, or in a folder that nobody else can write to and replaced, never changed, by its owner.
        let start = unsafe {
            mmap(
                std::ptr::null_mut(),
                image.length,
                ProtFlags::READ,
                MapFlags::PRIVATE,
                &*image.file,
                image.offset,
            )?
        };
        Self::at(start, image.length)
    }

    fn at(start: *mut c_void, length: usize) -> io::Result<Self> {
        let start = NonNull::new(start.cast::<u8>());
        let start = start.ok_or_else(|| io::Error::other("a mapping at address zero"))?;
        Ok(Self { start, length })
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        #[expect(unsafe_code, reason = "unmapping is unsafe")]
        // SAFETY: the mapping is this one's, and who could have pointers into it is gone.
        let _ = unsafe { munmap(self.start.as_ptr().cast::<c_void>(), self.length) };
    }
}

#[cfg(test)]
#[path = "slots_tests.rs"]
mod tests;
