//! Ctrl-C: the first asks for a stop that loses nothing, the second ends at once.

use anyhow::{Context, Result};
use lazaret_host::Interrupt;

use crate::exit::Exit;
use crate::text;

/// Starts listening. The listener's thread ends with the process.
pub fn listen() -> Result<Interrupt> {
    let interrupt = Interrupt::new();
    let raised = interrupt.clone();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .context("cannot listen for Ctrl-C")?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            if tokio::signal::ctrl_c().await.is_err() {
                return;
            }
            raised.raise();
            text::err("stopping; what is done is kept (Ctrl-C again to leave at once)");
            if tokio::signal::ctrl_c().await.is_ok() {
                leave();
            }
        });
    })?;
    Ok(interrupt)
}

#[expect(
    clippy::exit,
    reason = "the user asked twice; nothing that must be kept is in memory only"
)]
pub fn leave() {
    std::process::exit(Exit::Interrupted as i32);
}
