//! Where state lives: `LAZARET_HOME`, or the platform's data and cache folders.

use std::path::PathBuf;

use anyhow::{Context, Result};
use etcetera::BaseStrategy;
use lazaret_host::Home;

/// Reads the environment, once, and decides.
pub fn resolve() -> Result<Home> {
    if let Some(home) = std::env::var_os("LAZARET_HOME").filter(|home| !home.is_empty()) {
        let home = std::path::absolute(PathBuf::from(home)).context("`LAZARET_HOME` is no path")?;
        return Ok(Home { data: home.join("data"), cache: home.join("cache") });
    }
    let base = etcetera::choose_base_strategy()
        .context("there is no home folder; set `LAZARET_HOME` to a folder that may be used")?;
    Ok(Home { data: base.data_dir().join("lazaret"), cache: base.cache_dir().join("lazaret") })
}
