//! `lazaret plugin`: the interpreters as files.

use anyhow::{Context, Result};
use lazaret_host::{Home, HostError, Plugin, PluginError, Plugins};

use crate::arguments::PluginAction;
use crate::exit::Exit;
use crate::{progress, text};

pub fn run(home: &Home, action: &PluginAction) -> Result<Exit> {
    let plugins = host(Plugins::open(home))?;
    match action {
        PluginAction::List => {
            for plugin in Plugin::ALL {
                let name = plugin.name();
                let line = match host(plugins.installed(*plugin))? {
                    Some(record) => format!("{}  {}", record.digest, record.path.display()),
                    None => format!("not installed (`lazaret plugin build {name}` builds it)"),
                };
                text::out(&format!("{name:<12}  {line}"));
            }
        }
        PluginAction::Build { plugin } => {
            let record = host(plugins.build(*plugin, &mut progress::setup_line))?;
            text::out(&format!("{}  {}", plugin.name(), record.digest));
        }
        PluginAction::Export { file, plugin } => {
            let name = plugin.name();
            let record = host(plugins.installed(*plugin))?.with_context(|| {
                format!("the {name} plugin is not installed; run `lazaret plugin build {name}`")
            })?;
            host(plugins.export(&record, file))?;
            text::out(&format!("{}  {}", record.digest, file.display()));
        }
        PluginAction::Import { file, plugin } => {
            let record = host(plugins.import(*plugin, file))?;
            text::out(&format!("{}  {}", plugin.name(), record.digest));
        }
    }
    Ok(Exit::Success)
}

/// Plugin errors are the host's, so that they exit as such.
fn host<T>(result: Result<T, PluginError>) -> Result<T, HostError> {
    Ok(result?)
}
