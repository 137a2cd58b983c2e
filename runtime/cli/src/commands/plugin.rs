//! `lazaret plugin`: the interpreters as files.

use anyhow::{Context, Result};
use lazaret_host::{Home, HostError, Language, PluginError, Plugins};

use crate::arguments::PluginAction;
use crate::exit::Exit;
use crate::{progress, text};

pub fn run(home: &Home, action: &PluginAction) -> Result<Exit> {
    let plugins = host(Plugins::open(home))?;
    match action {
        PluginAction::List => {
            for language in Language::ALL {
                let name = language.name();
                let line = match host(plugins.installed(*language))? {
                    Some(record) => format!("{}  {}", record.digest, record.path.display()),
                    None => format!("not installed (`lazaret plugin build {name}` builds it)"),
                };
                text::out(&format!("{name:<10}  {line}"));
            }
        }
        PluginAction::Build { language } => {
            let record = host(plugins.build(*language, &mut progress::setup_line))?;
            text::out(&format!("{}  {}", language.name(), record.digest));
        }
        PluginAction::Export { file, language } => {
            let name = language.name();
            let record = host(plugins.installed(*language))?.with_context(|| {
                format!("the {name} plugin is not installed; run `lazaret plugin build {name}`")
            })?;
            host(plugins.export(&record, file))?;
            text::out(&format!("{}  {}", record.digest, file.display()));
        }
        PluginAction::Import { file, language } => {
            let record = host(plugins.import(*language, file))?;
            text::out(&format!("{}  {}", language.name(), record.digest));
        }
    }
    Ok(Exit::Success)
}

/// Plugin errors are the host's, so that they exit as such.
fn host<T>(result: Result<T, PluginError>) -> Result<T, HostError> {
    Ok(result?)
}
