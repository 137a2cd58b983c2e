//! The thread that advances the epoch, the second of the three clocks.

use std::thread;

use crate::profile::EPOCH_TICK;

/// Starts the ticker of an engine. The thread ends by itself soon after the last handle of the engine is
/// gone, because it holds none that keeps the engine alive.
pub fn start(engine: &wasmtime::Engine) -> std::io::Result<()> {
    let weak = engine.weak();
    thread::Builder::new().name("epoch".to_owned()).spawn(move || {
        while let Some(engine) = weak.upgrade() {
            engine.increment_epoch();
            drop(engine);
            thread::sleep(EPOCH_TICK);
        }
    })?;
    Ok(())
}
