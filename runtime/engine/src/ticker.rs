//! The thread that advances the epoch, the second of the three clocks.

use std::sync::{Arc, mpsc};
use std::{io, thread};

use crate::artifact::Family;
use crate::profile::EPOCH_TICK;

/// Starts the ticker of an engine and waits until it runs, so that a process may give up what starting a
/// thread takes. The thread ends by itself soon after the last handle of the engine is
/// gone, because it holds none that keeps the engine alive.
pub fn start(family: &Arc<Family>) -> io::Result<()> {
    let weak = Arc::downgrade(family);
    let (sender, running) = mpsc::sync_channel(1);
    thread::Builder::new().name("epoch".to_owned()).spawn(move || {
        // The receiver waits for it.
        let _ = sender.send(());
        while let Some(family) = weak.upgrade() {
            family.increment_epoch();
            drop(family);
            thread::sleep(EPOCH_TICK);
        }
    })?;
    running.recv().map_err(io::Error::other)
}
