//! `lazaret serve`: the service, its log and its signals.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use lazaret_host::{Home, Isolation, Task};
use lazaret_service::{Options, Service};
use tokio::signal::unix::{SignalKind, signal};
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
    text::out(&format!("http://{}", service.address()));
    service.run(stop())?;
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

/// Until somebody wants the service to end. Whoever wants it twice does not want to wait.
async fn stop() {
    let listen = || -> Result<_> {
        let terminate = signal(SignalKind::terminate()).context("cannot listen for signals")?;
        let interrupt = signal(SignalKind::interrupt()).context("cannot listen for signals")?;
        Ok((terminate, interrupt))
    };
    let Ok((mut terminate, mut interrupted)) = listen() else {
        // A service that cannot be told to end is killed, which loses nothing.
        return std::future::pending().await;
    };
    tokio::select! { _ = terminate.recv() => {}, _ = interrupted.recv() => {} }
    tokio::spawn(async move {
        if interrupted.recv().await.is_some() {
            interrupt::leave();
        }
    });
}
