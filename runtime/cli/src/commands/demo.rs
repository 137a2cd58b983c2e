//! `lazaret demo`: to come.

use anyhow::Result;
use lazaret_host::Home;

use crate::arguments::DemoOptions;
use crate::exit::Exit;

pub fn run(_home: &Home, _options: &DemoOptions) -> Result<Exit> {
    Ok(Exit::Success)
}
