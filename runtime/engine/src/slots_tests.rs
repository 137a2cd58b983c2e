//! What the next instance finds of the last one: nothing.

use std::io::Write;

use wasmtime::component::{Component, Linker};
use wasmtime::{Engine, Store};

use super::*;
use crate::config::{Looking, Memories, strict};
use crate::image::{join, part};

/// A memory of 40 pages of WebAssembly, of which 30 have an image. `sum` tells of all its bytes, `mark` writes
/// somewhere in so many pages of the kernel, `grow` makes it larger and writes there.
const GUEST: &str = r#"(component
    (core module $m
        (memory (export "memory") 40)
        (func (export "mark") (param $pages i32)
            (loop $next
                (local.set $pages (i32.sub (local.get $pages) (i32.const 1)))
                (i32.store8
                    (i32.add (i32.mul (local.get $pages) (i32.const 4096)) (i32.const 77))
                    (i32.const 255))
                (br_if $next (local.get $pages))))
        (func (export "grow") (result i32)
            (i32.const 1) (memory.grow) (drop)
            (i32.load8_u (i32.const 2621440))
            (i32.store8 (i32.const 2621440) (i32.const 9)))
        (func (export "size") (result i32) (memory.size))
        (func (export "sum") (result i64)
            (local $at i32) (local $sum i64)
            (loop $next
                (local.set $sum (i64.add
                    (i64.mul (local.get $sum) (i64.const 31))
                    (i64.load (local.get $at))))
                (local.set $at (i32.add (local.get $at) (i32.const 8)))
                (br_if $next (i32.lt_u (local.get $at) (i32.const 2621440))))
            (local.get $sum))
        (data (i32.const 16) "first content")
        (data (i32.const 1966000) "last"))
    (core instance $i (instantiate $m))
    (func (export "mark") (param "pages" u32) (canon lift (core func $i "mark")))
    (func (export "grow") (result u32) (canon lift (core func $i "grow")))
    (func (export "size") (result u32) (canon lift (core func $i "size")))
    (func (export "sum") (result s64) (canon lift (core func $i "sum"))))"#;

struct Guests {
    engine: Engine,
    component: Component,
    inner: Option<Arc<Inner>>,
}

impl Guests {
    /// As the engine makes it of the whole component.
    fn whole() -> Self {
        let engine = Engine::new(&strict(Looking::Away, Memories::WithContent)).unwrap();
        let component = Component::from_binary(&engine, &wat::parse_str(GUEST).unwrap()).unwrap();
        Self { engine, component, inner: None }
    }

    fn parted(pagemap: Option<Pagemap>) -> Self {
        let parted = part(&wat::parse_str(GUEST).unwrap()).unwrap();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&join(Vec::new(), &parted.image, parted.minimum)).unwrap();
        let image = Image::find(&file).unwrap().unwrap();
        let slots = Slots::new(image, pagemap.map(Arc::new)).unwrap();
        let inner = slots.inner.clone();
        let memories = Memories::Parted(Some(Arc::new(slots)));
        let engine = Engine::new(&strict(Looking::Away, memories)).unwrap();
        let component = Component::from_binary(&engine, &parted.component).unwrap();
        Self { engine, component, inner: Some(inner) }
    }

    fn waiting(&self) -> usize {
        self.inner.as_ref().map_or(0, |inner| inner.waiting.lock().unwrap().len())
    }

    /// What a fresh instance finds, before it writes to so many pages and grows if it is to.
    fn instance(&self, marks: u32, grows: bool) -> (i64, u32) {
        let mut store = Store::new(&self.engine, ());
        store.set_fuel(1 << 40).unwrap();
        store.set_epoch_deadline(1 << 40);
        let instance = Linker::new(&self.engine).instantiate(&mut store, &self.component).unwrap();
        let sum = instance.get_typed_func::<(), (i64,)>(&mut store, "sum").unwrap();
        let size = instance.get_typed_func::<(), (u32,)>(&mut store, "size").unwrap();
        let found = (sum.call(&mut store, ()).unwrap().0, size.call(&mut store, ()).unwrap().0);
        if marks > 0 {
            let mark = instance.get_typed_func::<(u32,), ()>(&mut store, "mark").unwrap();
            mark.call(&mut store, (marks,)).unwrap();
        }
        if grows {
            let grow = instance.get_typed_func::<(), (u32,)>(&mut store, "grow").unwrap();
            assert_eq!(grow.call(&mut store, ()).unwrap(), (0,));
        }
        found
    }
}

#[test]
fn an_instance_finds_the_image_whatever_the_last_one_did() {
    let expected = Guests::whole().instance(0, false);
    assert_eq!(expected.1, 40);
    let guests = Guests::parted(Pagemap::open().ok());
    // Where two in a row write to the same pages, nothing is new to the second one, and its pages are known already.
    for (marks, grows) in [
        (0, false),
        (1, false),
        (1, false),
        (640, false),
        (640, false),
        (640, true),
        (0, true),
        (300, true),
        (300, false),
        (301, false),
        (0, false),
    ] {
        assert_eq!(guests.instance(marks, grows), expected);
        assert_eq!(guests.waiting(), 1);
    }
    assert_eq!(guests.instance(0, false), expected);
}

/// One that wrote to much must not be paid for by all that come after it.
#[test]
fn pages_that_are_no_longer_needed_are_given_back() {
    let expected = Guests::whole().instance(0, false);
    let guests = Guests::parted(Pagemap::open().ok());
    let own_pages = || {
        let waiting = guests.inner.as_ref().unwrap().waiting.lock().unwrap();
        let mut changed = Vec::new();
        let memory = waiting.first().unwrap();
        let pagemap = Pagemap::open().unwrap();
        pagemap.changed(memory.base().as_ptr().addr(), memory.size, &mut changed).unwrap();
        changed.len()
    };
    // Pages behind the image that were only read are of no file, and count.
    let few = UNNEEDED_PAGES_MAX;
    for (marks, kept) in [(640, 640..=640), (0, 0..=few), (100, 100..=few + 100), (0, 0..=few)] {
        assert_eq!(guests.instance(marks, false), expected);
        assert!(kept.contains(&own_pages()), "{marks} leave {}", own_pages());
    }
    assert_eq!(guests.instance(0, false), expected);
}

#[test]
fn several_at_once_have_memories_of_their_own() {
    let expected = Guests::whole().instance(0, false);
    let guests = Guests::parted(Pagemap::open().ok());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for marks in 1..60 {
                    assert_eq!(guests.instance(marks * 10, marks % 7 == 0), expected);
                }
            });
        }
    });
    assert!((1..=4).contains(&guests.waiting()));
}

#[test]
fn when_the_kernel_does_not_tell_a_memory_is_used_once() {
    let expected = Guests::whole().instance(0, false);
    let guests = Guests::parted(None);
    assert_eq!(guests.instance(640, true), expected);
    assert_eq!(guests.waiting(), 0);
    assert_eq!(guests.instance(0, false), expected);
    // A list of no pages at all, as in a copy of the process that has opened it.
    let of_nothing = Pagemap::of_file(tempfile::tempfile().unwrap());
    let guests = Guests::parted(Some(of_nothing));
    assert_eq!(guests.instance(640, true), expected);
    assert_eq!(guests.waiting(), 0);
}
