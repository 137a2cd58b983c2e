//! The files of the packages that a task has for a program: read-only, and there for whoever speaks for it.

use wasmtime::StoreContextMut;
use wasmtime::component::LinkerInstance;

use crate::meter::HOST_BYTE_FUEL;
use crate::state::{State, charge, enter};

/// What stands before the path of a module for the name of what an interpreter has made of it. No path has a colon.
pub const COMPILED: &str = "compiled:";

/// Defines the import.
pub fn define(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("names", names)?;
    linker.func_wrap("read", read)?;
    linker.func_wrap("compiled", compiled)
}

fn names(mut store: StoreContextMut<'_, State>, (): ()) -> wasmtime::Result<(Vec<String>,)> {
    enter(&mut store)?;
    let names = store.data().packages.keys().filter(|name| !name.starts_with(COMPILED));
    let names: Vec<String> = names.cloned().collect();
    let bytes: usize = names.iter().map(String::len).sum();
    charge(&mut store, bytes as u64 * HOST_BYTE_FUEL)?;
    Ok((names,))
}

fn read(
    mut store: StoreContextMut<'_, State>,
    (path,): (String,),
) -> wasmtime::Result<(Option<Vec<u8>>,)> {
    enter(&mut store)?;
    if path.starts_with(COMPILED) {
        return Ok((None,));
    }
    file(&mut store, &path)
}

fn compiled(
    mut store: StoreContextMut<'_, State>,
    (path,): (String,),
) -> wasmtime::Result<(Option<Vec<u8>>,)> {
    enter(&mut store)?;
    file(&mut store, &format!("{COMPILED}{path}"))
}

fn file(
    store: &mut StoreContextMut<'_, State>,
    path: &str,
) -> wasmtime::Result<(Option<Vec<u8>>,)> {
    let packages = store.data().packages.clone();
    let bytes = packages.get(path);
    // Before it is copied.
    charge(store, bytes.map_or(0, Vec::len) as u64 * HOST_BYTE_FUEL)?;
    Ok((bytes.cloned(),))
}
