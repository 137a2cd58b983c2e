//! What the generated bindings of a Rust program call: memory for incoming values, and flags.

use std::alloc::{self, Layout};

/// Keeps `cabi_realloc` in the program: whoever calls this links this module.
pub fn maybe_link_cabi_realloc() {}

/// Runs the constructors of the program once. The linker would otherwise run them around every export.
pub fn run_ctors_once() {
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    static DONE: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
    if !DONE.swap(true, std::sync::atomic::Ordering::Relaxed) {
        unsafe { __wasm_call_ctors() }
    }
}

/// Gives memory to whoever passes values in.
#[unsafe(export_name = "cabi_realloc")]
unsafe extern "C" fn cabi_realloc(old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
    unsafe {
        if size == 0 {
            return align as *mut u8;
        }
        let memory = if old_size == 0 {
            alloc::alloc(Layout::from_size_align_unchecked(size, align))
        } else {
            alloc::realloc(old, Layout::from_size_align_unchecked(old_size, align), size)
        };
        if memory.is_null() {
            alloc::handle_alloc_error(Layout::from_size_align_unchecked(size, align));
        }
        memory
    }
}

/// Memory that is freed when it goes out of scope.
pub struct Cleanup {
    memory: *mut u8,
    layout: Layout,
}

impl Cleanup {
    /// Memory of this layout; none has to be freed if the layout is empty.
    pub fn new(layout: Layout) -> (*mut u8, Option<Self>) {
        if layout.size() == 0 {
            return (layout.align() as *mut u8, None);
        }
        let memory = unsafe { alloc::alloc(layout) };
        if memory.is_null() {
            alloc::handle_alloc_error(layout);
        }
        (memory, Some(Self { memory, layout }))
    }

    /// Leaves the memory to somebody else.
    pub fn forget(self) {
        core::mem::forget(self);
    }
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        unsafe { alloc::dealloc(self.memory, self.layout) }
    }
}

/// Types that are sets of named bits.
macro_rules! bitflags {
    ($(#[$outer:meta])* $visibility:vis struct $name:ident: $bits:ty {
        $($(#[$inner:meta])* const $flag:ident = $value:expr;)*
    }) => {
        $(#[$outer])*
        $visibility struct $name($bits);

        impl $name {
            $($(#[$inner])* pub const $flag: Self = Self($value);)*

            /// No flag.
            pub const fn empty() -> Self {
                Self(0)
            }

            /// Every flag.
            pub const fn all() -> Self {
                Self(0 $(| $value)*)
            }

            /// The bits.
            pub const fn bits(&self) -> $bits {
                self.0
            }

            /// The flags of these bits, whatever they are.
            pub const fn from_bits_retain(bits: $bits) -> Self {
                Self(bits)
            }

            /// Whether all flags of `other` are set.
            pub const fn contains(&self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            /// Sets the flags of `other`.
            pub fn insert(&mut self, other: Self) {
                self.0 |= other.0;
            }

            /// Clears the flags of `other`.
            pub fn remove(&mut self, other: Self) {
                self.0 &= !other.0;
            }
        }

        impl ::core::ops::BitOr for $name {
            type Output = Self;

            fn bitor(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }
        }

        impl ::core::ops::BitAnd for $name {
            type Output = Self;

            fn bitand(self, other: Self) -> Self {
                Self(self.0 & other.0)
            }
        }
    };
}
pub(crate) use bitflags;
