//! The virtual WASI 0.2: no ambient authority, nothing that blocks, nothing from the host.
//!
//! Every import of a component first gets a refusal; then the interfaces here replace theirs. Whatever
//! is neither answers with an error of its own kind where its type has one (so that a program sees
//! "access denied" instead of dying), and ends the sandbox otherwise.

mod cli;
mod clocks;
mod io;
mod random;
mod refuse;

pub use refuse::refuse;

use wasmtime::component::LinkerInstance;

use crate::state::State;

/// Defines the functions of one interface, named without version; does nothing for an interface that
/// is not granted.
pub fn define(interface: &str, linker: &mut LinkerInstance<'_, State>) -> wasmtime::Result<()> {
    match interface {
        "wasi:cli/environment" => cli::define_environment(linker),
        "wasi:cli/exit" => cli::define_exit(linker),
        "wasi:cli/stdin" => cli::define_stdin(linker),
        "wasi:cli/stdout" => cli::define_stdout(linker),
        "wasi:cli/stderr" => cli::define_stderr(linker),
        "wasi:clocks/monotonic-clock" => clocks::define_monotonic(linker),
        "wasi:clocks/wall-clock" => clocks::define_wall(linker),
        "wasi:io/error" => io::define_error(linker),
        "wasi:io/poll" => io::define_poll(linker),
        "wasi:io/streams" => io::define_streams(linker),
        "wasi:random/random" => random::define_random(linker),
        "wasi:random/insecure" => random::define_insecure(linker),
        "wasi:random/insecure-seed" => random::define_insecure_seed(linker),
        _ => Ok(()),
    }
}
