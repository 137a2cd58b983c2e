//! Where the host is opened: the one place that knows how it isolates what it runs.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lazaret_host::{Candidate, Home, Host, Needs, Settings};

/// What keeps an evaluator and its candidate apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// Whatever the host does if it is not told.
    #[default]
    Usual,
    /// A store for each in the process of the host.
    Store,
}

impl Isolation {
    /// The name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Store => "store",
        }
    }
}

/// Whose programs the host is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Languages {
    /// All that there are.
    All,
    /// Those that need no compiler on the machine.
    WithoutCompilers,
}

impl Languages {
    /// Whether a program of this name can be run.
    #[must_use]
    pub fn have(self, name: &str) -> bool {
        self == Self::All || !COMPILED.iter().any(|extension| name.ends_with(extension))
    }
}

/// What a compiler must be there for.
const COMPILED: &[&str] = &[".c", ".rs", ".files"];

/// The home that the tests of the project share, with the plugins in it.
#[must_use]
pub fn home() -> Home {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-home");
    Home { data: folder.join("data"), cache: folder.join("cache") }
}

/// The `lazaret` command, which lies beside this program or, for a test, one folder above.
///
/// # Errors
/// If it was not built.
pub fn worker() -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let beside = here.ancestors().skip(1).take(2).map(|folder| folder.join("lazaret"));
    let found = beside.into_iter().find(|path| path.is_file());
    found.context("`lazaret` is not built: cargo build --workspace --bin lazaret")
}

/// Opens the host for all languages that there are.
///
/// # Errors
/// If a plugin is not there and cannot be built.
pub fn open_host(home: &Home, isolation: Isolation, languages: Languages) -> Result<Host> {
    let names = ["x.py", "x.js", "x.c", "x.rs"].into_iter().filter(|name| languages.have(name));
    open_host_for(home, isolation, names)
}

/// Opens the host for programs of these names, and the honest ones.
///
/// # Errors
/// If a plugin is not there and cannot be built.
pub fn open_host_for<'a>(
    home: &Home,
    isolation: Isolation,
    names: impl Iterator<Item = &'a str>,
) -> Result<Host> {
    let candidates: Vec<Candidate> = names
        // Which interpreter of Python one needs stands in its text: both are there for all.
        .map(|name| Candidate::of_bytes("", name, b"import numpy\n".to_vec()))
        .chain([Candidate::of_bytes("", "sentinel.py", Vec::new())])
        .collect();
    let needs = Needs::default().and(&candidates);
    let settings = match isolation {
        Isolation::Usual => Settings::process(worker()?),
        Isolation::Store => Settings::store(),
    };
    Ok(Host::open(home, &needs, &settings, &mut |_| ())?)
}
