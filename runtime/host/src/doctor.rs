//! What is there, what is missing, and how to mend it.

use std::path::Path;
use std::process::Command;

use lazaret_engine::{CodeCache, Engine, private_folder, profile_text};
use lazaret_jail::Layer;
use lazaret_ledger::{Ledger, LedgerError};
use lazaret_toolchain::{Compiler, NativeLanguage};
use lazaret_trial::{format_bytes, format_count};
use lazaret_worker::{WorkerSettings, Workers};

use crate::home::Home;
use crate::interpreters::Plugin;
use crate::isolation::Settings;
use crate::plugins::Plugins;

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// There.
    Good,
    /// Missing, and made or needed later.
    Missing,
    /// Wrong: Lazaret cannot work until it is mended.
    Wrong,
}

/// One line of the doctor's report.
#[derive(Clone, Debug)]
pub struct Check {
    /// What was looked at.
    pub name: &'static str,
    /// How it came out.
    pub state: CheckState,
    /// What was found.
    pub found: String,
    /// A shell line that mends it, if it needs mending.
    pub fix: Option<String>,
}

/// Looks at everything that Lazaret needs. Changes nothing but makes the folders of `home`.
#[must_use]
pub fn doctor(home: &Home, settings: &Settings) -> Vec<Check> {
    let plugin = plugin(home, Plugin::Python);
    let needed = plugin.state != CheckState::Good;
    let mut checks = vec![
        engine(),
        folder("data folder", &home.data),
        folder("cache folder", &home.cache),
        plugin,
        native_code(home),
        self::plugin(home, Plugin::PythonNumpy),
        self::plugin(home, Plugin::JavaScript),
        tool("python3", &["--version"], needed, "apt-get install -y python3"),
        tool_with(
            "pip",
            "python3",
            &["-m", "pip", "--version"],
            needed,
            "apt-get install -y python3-pip",
        ),
        tool("cc", &["--version"], needed, "apt-get install -y gcc libc6-dev"),
    ];
    checks.extend(jail(settings));
    checks.push(quarantine(home));
    checks.push(ledger(home));
    checks.extend(NativeLanguage::ALL.iter().map(|language| compiler(home, *language)));
    checks
}

/// What stands around a worker on this machine, wall by wall.
fn jail(settings: &Settings) -> Vec<Check> {
    let look = || {
        let worker = WorkerSettings { program: settings.worker.clone(), allow_degraded: true };
        let workers = Workers::new(worker, 0).map_err(|error| error.to_string())?;
        let worker = workers.take().map_err(|error| error.to_string())?;
        Ok::<_, String>(worker.layers().to_vec())
    };
    let wall = |layer: Layer| {
        let state = match (layer.engaged, layer.required) {
            (true, _) => CheckState::Good,
            (false, false) => CheckState::Missing,
            (false, true) => CheckState::Wrong,
        };
        let fix = (state == CheckState::Wrong).then(|| {
            "lazaret eval --allow-degraded ... # or a kernel with Landlock and seccomp".to_owned()
        });
        Check { name: "jail", state, found: format!("{}: {}", layer.name, layer.detail), fix }
    };
    match look() {
        Ok(layers) => layers.into_iter().map(wall).collect(),
        Err(found) => {
            let fix = Some("lazaret eval --isolation store ... # for trusted work only".to_owned());
            vec![Check { name: "jail", state: CheckState::Wrong, found, fix }]
        }
    }
}

/// Programs whose worker was lost. That there are some is worth a look and nothing worse.
fn quarantine(home: &Home) -> Check {
    let folder = home.quarantine();
    let kept = std::fs::read_dir(&folder).map_or(0, Iterator::count);
    let found = format!("{kept} programs whose worker was lost, in {}", folder.display());
    Check { name: "quarantine", state: CheckState::Good, found, fix: None }
}

/// The record, as far as its signed head tells; `lazaret ledger verify` looks at all of it.
fn ledger(home: &Home) -> Check {
    let name = "ledger";
    let sizes = Ledger::open_to_read(&home.ledger()).and_then(|ledger| ledger.sizes());
    match sizes {
        Ok(sizes) => {
            let (entries, bytes) = (format_count(sizes.entries), format_bytes(sizes.disk_bytes));
            let found = format!("{entries} entries, {bytes}, as signed");
            Check { name, state: CheckState::Good, found, fix: None }
        }
        Err(LedgerError::Absent(_)) => {
            let found = "not begun yet; the first evaluation begins it".to_owned();
            Check { name, state: CheckState::Missing, found, fix: None }
        }
        Err(error) => {
            let fix = Some("lazaret ledger verify".to_owned());
            Check { name, state: CheckState::Wrong, found: error.to_string(), fix }
        }
    }
}

/// A compiler for candidates. It is needed by programs of its language only.
fn compiler(home: &Home, language: NativeLanguage) -> Check {
    let (name, fix) = match language {
        NativeLanguage::C => {
            ("c compiler", "apt-get install -y clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc")
        }
        NativeLanguage::Rust => ("rust compiler", "rustup target add wasm32-unknown-unknown"),
    };
    match Compiler::look(language, &home.toolchains()) {
        Ok(compiler) => {
            let found = compiler.version().to_owned();
            Check { name, state: CheckState::Good, found, fix: None }
        }
        Err(_) if Compiler::can_be_built(language) => Check {
            name,
            state: CheckState::Missing,
            found: "its library is not built yet; the first program that needs it builds it"
                .to_owned(),
            fix: None,
        },
        Err(error) => Check {
            name,
            state: CheckState::Missing,
            found: error.to_string(),
            fix: Some(fix.to_owned()),
        },
    }
}

fn engine() -> Check {
    match Engine::new() {
        Ok(_) => Check {
            name: "engine",
            state: CheckState::Good,
            found: profile_text().split_whitespace().collect::<Vec<_>>().join(" "),
            fix: None,
        },
        Err(error) => Check {
            name: "engine",
            state: CheckState::Wrong,
            found: error.to_string(),
            fix: Some("ulimit -v unlimited".to_owned()),
        },
    }
}

fn folder(name: &'static str, path: &Path) -> Check {
    let shown = path.display().to_string();
    match private_folder(path) {
        Ok(()) => Check { name, state: CheckState::Good, found: shown, fix: None },
        Err(error) => Check {
            name,
            state: CheckState::Wrong,
            found: error.to_string(),
            fix: Some(format!("chmod go-w '{shown}' && chown \"$(id -u)\" '{shown}'")),
        },
    }
}

fn plugin(home: &Home, plugin: Plugin) -> Check {
    let (name, fix) = match plugin {
        Plugin::Python => ("python plugin", "lazaret plugin build"),
        Plugin::PythonNumpy => ("numpy plugin", "lazaret plugin build python-numpy"),
        Plugin::JavaScript => ("js plugin", "lazaret plugin build javascript"),
    };
    let installed = Plugins::open(home).and_then(|plugins| {
        let record = plugins.installed(plugin)?;
        record.map(|record| plugins.component(&record).map(|_| record)).transpose()
    });
    match installed {
        Ok(Some(record)) => {
            Check { name, state: CheckState::Good, found: record.digest.to_string(), fix: None }
        }
        Ok(None) => Check {
            name,
            state: CheckState::Missing,
            found: if plugin.is_built_on_first_use() {
                "not built yet; the first run that needs it builds it".to_owned()
            } else {
                "not built yet; programs that import NumPy need it".to_owned()
            },
            fix: Some(fix.to_owned()),
        },
        Err(error) => Check {
            name,
            state: CheckState::Wrong,
            found: error.to_string(),
            fix: Some(fix.to_owned()),
        },
    }
}

fn native_code(home: &Home) -> Check {
    let name = "native code";
    let cached = || -> Option<bool> {
        let record = Plugins::open(home).ok()?.installed(Plugin::Python).ok()??;
        let cache = CodeCache::open(&home.code()).ok()?;
        Some(Engine::new().ok()?.load(record.digest, &cache).ok()?.is_some())
    };
    if cached() == Some(true) {
        return Check {
            name,
            state: CheckState::Good,
            found: "cached and intact".to_owned(),
            fix: None,
        };
    }
    Check {
        name,
        state: CheckState::Missing,
        found: "not compiled yet; the first run compiles it".to_owned(),
        fix: Some("lazaret plugin build".to_owned()),
    }
}

fn tool(name: &'static str, arguments: &[&str], needed: bool, fix: &str) -> Check {
    tool_with(name, name, arguments, needed, fix)
}

/// A tool that only building the plugin needs.
fn tool_with(
    name: &'static str,
    program: &str,
    arguments: &[&str],
    needed: bool,
    fix: &str,
) -> Check {
    let output = Command::new(program).args(arguments).output();
    match output {
        Ok(output) if output.status.success() => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let found = text.lines().next().unwrap_or_default().to_owned();
            Check { name, state: CheckState::Good, found, fix: None }
        }
        _ => Check {
            name,
            state: if needed { CheckState::Wrong } else { CheckState::Missing },
            found: "not found; only building the python plugin needs it".to_owned(),
            fix: Some(fix.to_owned()),
        },
    }
}
