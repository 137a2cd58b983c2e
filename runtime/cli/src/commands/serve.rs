//! `lazaret serve`: the service, its log and its signals.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lazaret_host::{Home, Isolation, Task};
use lazaret_service::{Options, Service};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt;

use crate::arguments::{LogForm, ServeOptions};
use crate::exit::Exit;
use crate::{interrupt, progress, text};

pub fn run(home: &Home, options: &ServeOptions) -> Result<Exit> {
    let settings = options.isolation.settings();
    if settings.isolation == Isolation::Store {
        bail!("the service runs programs of others: `--isolation store` is for trusted work only");
    }
    let tasks = options.tasks.iter().map(|folder| Task::read(folder, &[]));
    let tasks = tasks.collect::<Result<Vec<_>, _>>()?;
    log(options);
    let (open, stop) = (Arc::new(AtomicBool::new(false)), Arc::new(Notify::new()));
    listen(open.clone(), stop.clone())?;
    let service = Service::open(
        Options {
            listen: options.listen,
            token_file: options.token_file.clone(),
            tasks,
            slots: options.jobs.map_or_else(super::eval::cores, usize::from),
            queue_max: usize::try_from(options.queue)?,
            ledger: options.ledger.clone().unwrap_or_else(|| home.ledger()),
            grace: Duration::from_secs(options.grace.into()),
            home: home.clone(),
            settings,
        },
        &mut progress::setup_line,
    )?;
    open.store(true, Ordering::Relaxed);
    text::out(&format!("http://{}", service.address()));
    service.run(stop.notified())?;
    Ok(Exit::Success)
}

fn log(options: &ServeOptions) {
    let level = if options.verbose { LevelFilter::DEBUG } else { LevelFilter::INFO };
    let lines = fmt().with_max_level(level).with_writer(std::io::stderr).with_target(false);
    match options.log {
        LogForm::Json => lines.json().flatten_event(true).init(),
        LogForm::Text => lines.with_ansi(console::colors_enabled_stderr()).init(),
    }
}

/// Listens for signals before anybody can be told where the service is. Until it is open there is nothing to be
/// ended in order; after that, whoever wants it twice does not want to wait.
fn listen(open: Arc<AtomicBool>, stop: Arc<Notify>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    let runtime = runtime.context("cannot listen for signals")?;
    let signals = {
        let _entered = runtime.enter();
        [SignalKind::terminate(), SignalKind::interrupt()].map(signal)
    };
    let [terminate, interrupted] = signals;
    let context = "cannot listen for signals";
    let (mut terminate, mut interrupted) =
        (terminate.context(context)?, interrupted.context(context)?);
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupted.recv() => {} }
            if !open.load(Ordering::Relaxed) {
                interrupt::leave();
            }
            stop.notify_one();
            if interrupted.recv().await.is_some() {
                interrupt::leave();
            }
        });
    })?;
    Ok(())
}
