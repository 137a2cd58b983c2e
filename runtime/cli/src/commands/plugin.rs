//! `lazaret plugin`: the interpreters as files.

use anyhow::{Context, Result};
use lazaret_host::{Home, HostError, PluginError, Plugins};

use crate::arguments::PluginAction;
use crate::exit::Exit;
use crate::{progress, text};

pub fn run(home: &Home, action: &PluginAction) -> Result<Exit> {
    let plugins = host(Plugins::open(home))?;
    match action {
        PluginAction::List => match host(plugins.installed_python())? {
            Some(record) => {
                text::out(&format!("python  {}  {}", record.digest, record.path.display()));
            }
            None => text::out("python  not installed (`lazaret plugin build` builds it)"),
        },
        PluginAction::Build => {
            let record = host(plugins.build_python(&mut progress::setup_line))?;
            text::out(&format!("python  {}", record.digest));
        }
        PluginAction::Export { file } => {
            let record = host(plugins.installed_python())?
                .context("the python plugin is not installed; run `lazaret plugin build`")?;
            host(plugins.export(&record, file))?;
            text::out(&format!("{}  {}", record.digest, file.display()));
        }
        PluginAction::Import { file } => {
            let record = host(plugins.import(file))?;
            text::out(&format!("python  {}", record.digest));
        }
    }
    Ok(Exit::Success)
}

/// Plugin errors are the host's, so that they exit as such.
fn host<T>(result: Result<T, PluginError>) -> Result<T, HostError> {
    Ok(result?)
}
