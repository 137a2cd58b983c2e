//! The interpreter with NumPy's tests: built from the plugin's sources, and installed in a home where no user is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use lazaret_host::{Home, Plugin, Plugins};

use crate::root;

/// Folders with all that the component is made of.
const SOURCES: &[&str] = &["plugins/python", "plugins/python-numpy", "wit"];

/// Builds the component if its sources are newer, installs it, and gives the home in which it is.
pub fn install(progress: &mut dyn FnMut(&str)) -> Result<PathBuf> {
    let folder = std::path::absolute(root().join("target/numpy-tests"))?;
    let component = folder.join("python-numpy-with-tests.wasm");
    let home = folder.join("home");
    let mut newest = SystemTime::UNIX_EPOCH;
    for source in SOURCES {
        newest = newest.max(changed(&root().join(source))?);
    }
    let built = fs::metadata(&component).and_then(|data| data.modified()).ok();
    if built.is_some_and(|built| newest < built) && home.exists() {
        return Ok(home);
    }
    let fresh = folder.join("fresh.wasm");
    build(&folder, &fresh)?;
    join(&fresh, progress)?;
    let places = Home { data: home.join("data"), cache: home.join("cache") };
    progress("installing it in a home of its own");
    Plugins::open(&places)?.import(Plugin::PythonNumpy, &fresh)?;
    // Last, because its age says that all of this is done.
    fs::rename(&fresh, &component)?;
    Ok(home)
}

fn build(folder: &Path, out: &Path) -> Result<()> {
    let status = Command::new("python3")
        .arg(root().join("plugins/python-numpy/build.py"))
        .arg("--with-tests")
        .arg("--wit")
        .arg(root().join("wit"))
        .arg("--out")
        .arg(out)
        .arg("--work")
        .arg(folder.join("work"))
        .status()
        .context("cannot start `python3`")?;
    if !status.success() {
        bail!("the interpreter with NumPy's tests could not be built");
    }
    Ok(())
}

/// One module, as the shipped plugin is.
fn join(path: &Path, progress: &mut dyn FnMut(&str)) -> Result<()> {
    let bytes = fs::read(path)?;
    match lazaret_toolchain::join(&bytes) {
        Ok(joined) => fs::write(path, joined)?,
        Err(error) => progress(&format!("the modules stay apart: {error}")),
    }
    Ok(())
}

/// When something in a folder was last changed that is not for people.
fn changed(folder: &Path) -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in
        fs::read_dir(folder).with_context(|| format!("no folder `{}`", folder.display()))?
    {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "md") {
            continue;
        }
        let data = entry.metadata()?;
        let at = if data.is_dir() { changed(&entry.path())? } else { data.modified()? };
        newest = newest.max(at);
    }
    Ok(newest)
}
