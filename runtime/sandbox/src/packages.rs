//! The files of the packages that a task has for a program: read-only, and there for whoever speaks for it.

use wasmtime::StoreContextMut;
use wasmtime::component::LinkerInstance;

use crate::meter::HOST_BYTE_FUEL;
use crate::state::{State, charge, enter};

/// Defines the import.
pub fn define(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("names", names)?;
    linker.func_wrap("read", read)
}

fn names(mut store: StoreContextMut<'_, State>, (): ()) -> wasmtime::Result<(Vec<String>,)> {
    enter(&mut store)?;
    let names: Vec<String> = store.data().packages.keys().cloned().collect();
    let bytes: usize = names.iter().map(String::len).sum();
    charge(&mut store, bytes as u64 * HOST_BYTE_FUEL)?;
    Ok((names,))
}

fn read(
    mut store: StoreContextMut<'_, State>,
    (path,): (String,),
) -> wasmtime::Result<(Option<Vec<u8>>,)> {
    enter(&mut store)?;
    let packages = store.data().packages.clone();
    let bytes = packages.get(&path);
    // Before it is copied.
    charge(&mut store, bytes.map_or(0, Vec::len) as u64 * HOST_BYTE_FUEL)?;
    Ok((bytes.cloned(),))
}
