//! `wasi:cli`: empty surroundings, three streams, and an exit that ends the sandbox.

use wasmtime::StoreContextMut;
use wasmtime::component::{LinkerInstance, Resource};

use super::io::{InputStream, OutputStream, push};
use crate::state::{State, enter};
use crate::stop::Stop;

type Context<'a> = StoreContextMut<'a, State>;

pub fn define_environment(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("get-environment", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        Ok((Vec::<(String, String)>::new(),))
    })?;
    linker.func_wrap("get-arguments", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        Ok((Vec::<String>::new(),))
    })?;
    linker.func_wrap("initial-cwd", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        Ok((None::<String>,))
    })
}

pub fn define_exit(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("exit", |mut store: Context<'_>, (status,): (Result<(), ()>,)| {
        enter(&mut store)?;
        Err::<(), _>(store.data_mut().stop(Stop::Exit(i32::from(status.is_err()))))
    })?;
    linker.func_wrap("exit-with-code", |mut store: Context<'_>, (code,): (u8,)| {
        enter(&mut store)?;
        Err::<(), _>(store.data_mut().stop(Stop::Exit(i32::from(code))))
    })
}

pub fn define_stdin(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("get-stdin", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        let stream: Resource<InputStream> = push(&mut store, InputStream)?;
        Ok((stream,))
    })
}

pub fn define_stdout(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("get-stdout", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        Ok((push(&mut store, OutputStream::Stdout)?,))
    })
}

pub fn define_stderr(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap("get-stderr", |mut store: Context<'_>, (): ()| {
        enter(&mut store)?;
        Ok((push(&mut store, OutputStream::Stderr)?,))
    })
}
