//! `wasi:io`: streams into bounded memory, and waiting that moves the clock instead of the host.

use wasmtime::StoreContextMut;
use wasmtime::component::{
    ComponentType, Lift, LinkerInstance, Lower, Resource, ResourceTableError, ResourceType,
};

use super::clocks;
use crate::meter::HOST_BYTE_FUEL;
use crate::state::{State, charge, enter};
use crate::stop::Stop;

type Context<'a> = StoreContextMut<'a, State>;

/// How much a stream says it can take at once.
const WRITE_BYTES_MAX: u64 = 64 << 10;

/// Fuel for each pollable of one `poll`.
const POLL_ENTRY_FUEL: u64 = 50;

/// Standard output or standard error.
#[derive(Clone, Copy)]
pub enum OutputStream {
    Stdout,
    Stderr,
}

/// Standard input: always at its end.
pub struct InputStream;

/// Something to wait for; ready at an instant of the virtual clock.
pub struct Pollable {
    pub ready_at_ns: u64,
}

/// The error of a stream operation; never made, because these streams do not fail.
pub struct StreamFailure;

/// A resource that nobody is granted.
struct Never;

#[derive(ComponentType, Lift, Lower)]
#[component(variant)]
enum StreamError {
    #[component(name = "last-operation-failed")]
    LastOperationFailed(Resource<StreamFailure>),
    #[component(name = "closed")]
    Closed,
}

/// Adds a resource to the sandbox's table, or ends the sandbox if it holds too many.
pub fn push<T: Send + 'static>(store: &mut Context<'_>, entry: T) -> wasmtime::Result<Resource<T>> {
    match store.data_mut().table.push(entry) {
        Ok(resource) => Ok(resource),
        Err(ResourceTableError::Full) => Err(store.data_mut().stop(Stop::HandleLimit)),
        Err(error) => Err(error.into()),
    }
}

/// Defines a resource by its name, in whichever interface it appears: `use` makes a resource of
/// `wasi:io` an item of many others, and it must be the same type there. Of resources that are none of
/// these, no instance is ever made.
pub fn define_resource(linker: &mut LinkerInstance<'_, State>, name: &str) -> wasmtime::Result<()> {
    match name {
        "error" => resource::<StreamFailure>(linker, name),
        "input-stream" => resource::<InputStream>(linker, name),
        "output-stream" => resource::<OutputStream>(linker, name),
        "pollable" => resource::<Pollable>(linker, name),
        _ => resource::<Never>(linker, name),
    }
}

/// Defines a resource whose entries live in the sandbox's table.
fn resource<T: Send + 'static>(
    linker: &mut LinkerInstance<'_, State>,
    name: &str,
) -> wasmtime::Result<()> {
    linker.resource(name, ResourceType::host::<T>(), |mut store, rep| {
        store.data_mut().table.delete(Resource::<T>::new_own(rep))?;
        Ok(())
    })
}

pub fn define_error(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap(
        "[method]error.to-debug-string",
        |mut store: Context<'_>, (_error,): (Resource<StreamFailure>,)| {
            enter(&mut store)?;
            Ok((String::new(),))
        },
    )
}

pub fn define_poll(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    linker.func_wrap(
        "[method]pollable.ready",
        |mut store: Context<'_>, (pollable,): (Resource<Pollable>,)| {
            enter(&mut store)?;
            let now = clocks::now(&store)?;
            Ok((store.data().table.get(&pollable)?.ready_at_ns <= now,))
        },
    )?;
    linker.func_wrap(
        "[method]pollable.block",
        |mut store: Context<'_>, (pollable,): (Resource<Pollable>,)| {
            enter(&mut store)?;
            let ready_at_ns = store.data().table.get(&pollable)?.ready_at_ns;
            sleep_until(&mut store, ready_at_ns)
        },
    )?;
    linker.func_wrap("poll", |mut store: Context<'_>, (pollables,): (Vec<Resource<Pollable>>,)| {
        enter(&mut store)?;
        charge(&mut store, pollables.len() as u64 * POLL_ENTRY_FUEL)?;
        let mut instants = Vec::with_capacity(pollables.len());
        for pollable in &pollables {
            instants.push(store.data().table.get(pollable)?.ready_at_ns);
        }
        let Some(first) = instants.iter().copied().min() else {
            wasmtime::bail!("poll of an empty list");
        };
        sleep_until(&mut store, first)?;
        let now = clocks::now(&store)?;
        let ready = (0_u32..).zip(instants).filter(|(_, at)| *at <= now);
        Ok((ready.map(|(index, _)| index).collect::<Vec<u32>>(),))
    })
}

/// Moves the virtual clock forward to an instant; the host does not wait.
fn sleep_until(store: &mut Context<'_>, instant_ns: u64) -> wasmtime::Result<()> {
    let now = clocks::now(store)?;
    store.data_mut().meter.sleep(instant_ns.saturating_sub(now));
    Ok(())
}

pub fn define_streams(linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    for name in ["read", "blocking-read"] {
        linker.func_wrap(&format!("[method]input-stream.{name}"), read)?;
    }
    for name in ["skip", "blocking-skip"] {
        linker.func_wrap(&format!("[method]input-stream.{name}"), skip)?;
    }
    linker.func_wrap(
        "[method]input-stream.subscribe",
        |store: Context<'_>, (_stream,): (Resource<InputStream>,)| subscribe(store),
    )?;
    linker.func_wrap(
        "[method]output-stream.check-write",
        |mut store: Context<'_>, (_stream,): (Resource<OutputStream>,)| {
            enter(&mut store)?;
            Ok((Ok::<u64, StreamError>(WRITE_BYTES_MAX),))
        },
    )?;
    for name in ["write", "blocking-write-and-flush"] {
        linker.func_wrap(&format!("[method]output-stream.{name}"), write)?;
    }
    for name in ["write-zeroes", "blocking-write-zeroes-and-flush"] {
        linker.func_wrap(&format!("[method]output-stream.{name}"), write_zeroes)?;
    }
    for name in ["flush", "blocking-flush"] {
        linker.func_wrap(
            &format!("[method]output-stream.{name}"),
            |mut store: Context<'_>, (_stream,): (Resource<OutputStream>,)| {
                enter(&mut store)?;
                Ok((Ok::<(), StreamError>(()),))
            },
        )?;
    }
    for name in ["splice", "blocking-splice"] {
        linker.func_wrap(&format!("[method]output-stream.{name}"), splice)?;
    }
    linker.func_wrap(
        "[method]output-stream.subscribe",
        |store: Context<'_>, (_stream,): (Resource<OutputStream>,)| subscribe(store),
    )
}

/// A pollable that is always ready: streams here never block.
fn subscribe(mut store: Context<'_>) -> wasmtime::Result<(Resource<Pollable>,)> {
    enter(&mut store)?;
    Ok((push(&mut store, Pollable { ready_at_ns: 0 })?,))
}

fn read(
    mut store: Context<'_>,
    (_stream, _count): (Resource<InputStream>, u64),
) -> wasmtime::Result<(Result<Vec<u8>, StreamError>,)> {
    enter(&mut store)?;
    Ok((Err(StreamError::Closed),))
}

fn skip(
    mut store: Context<'_>,
    (_stream, _count): (Resource<InputStream>, u64),
) -> wasmtime::Result<(Result<u64, StreamError>,)> {
    enter(&mut store)?;
    Ok((Err(StreamError::Closed),))
}

fn splice(
    mut store: Context<'_>,
    (_to, _from, _count): (Resource<OutputStream>, Resource<InputStream>, u64),
) -> wasmtime::Result<(Result<u64, StreamError>,)> {
    enter(&mut store)?;
    Ok((Err(StreamError::Closed),))
}

fn write(
    mut store: Context<'_>,
    (stream, contents): (Resource<OutputStream>, Vec<u8>),
) -> wasmtime::Result<(Result<(), StreamError>,)> {
    enter(&mut store)?;
    append(&mut store, &stream, &contents)?;
    Ok((Ok(()),))
}

fn write_zeroes(
    mut store: Context<'_>,
    (stream, count): (Resource<OutputStream>, u64),
) -> wasmtime::Result<(Result<(), StreamError>,)> {
    enter(&mut store)?;
    if WRITE_BYTES_MAX < count {
        wasmtime::bail!("{count} zeroes written at once, {WRITE_BYTES_MAX} are allowed");
    }
    let zeroes = vec![0; usize::try_from(count).unwrap_or_default()];
    append(&mut store, &stream, &zeroes)?;
    Ok((Ok(()),))
}

/// Keeps output within the budget; a write that would exceed it ends the sandbox, and what fits of it
/// is kept, because the last lines before the end are the ones that explain it.
fn append(
    store: &mut Context<'_>,
    stream: &Resource<OutputStream>,
    contents: &[u8],
) -> wasmtime::Result<()> {
    charge(store, contents.len() as u64 * HOST_BYTE_FUEL)?;
    let stream = *store.data().table.get(stream)?;
    let state = store.data_mut();
    let counted = state.meter.count_output(contents.len() as u64);
    let room = state.meter.budget.output_bytes.saturating_sub(state.meter.usage().output_bytes);
    let kept = match counted {
        Ok(()) => contents,
        Err(_) => contents.get(..usize::try_from(room).unwrap_or_default()).unwrap_or_default(),
    };
    match stream {
        OutputStream::Stdout => state.stdout.extend_from_slice(kept),
        OutputStream::Stderr => state.stderr.extend_from_slice(kept),
    }
    counted.map_err(|stop| state.stop(stop))
}
