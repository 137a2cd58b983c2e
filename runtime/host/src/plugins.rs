//! The interpreter components: built once, kept by digest, handed on from machine to machine.
//!
//! Invariants:
//! - A component's file name is its digest, checked whenever the file is read.
//! - Which component is in use is one small file per version of the plugin's sources, so an update of
//!   Lazaret never runs an interpreter that was built from other sources.
//! - Files appear complete or not at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lazaret_admission::{Admitted, AdmittedComponent, Policy, Rejection, Submission, admit};
use lazaret_engine::{CacheError, private_folder};
use lazaret_toolchain::{World, c_bindings, componentize, join};
use lazaret_trial::Digest;

use crate::bundle::Bundle;
use crate::files::write_file;
use crate::home::Home;
use crate::interpreters::Plugin;

/// The plugins of a home.
pub struct Plugins {
    directory: PathBuf,
    build: PathBuf,
}

/// An installed plugin.
#[derive(Clone, Debug)]
pub struct PluginRecord {
    /// The digest of the component.
    pub digest: Digest,
    /// The component's file.
    pub path: PathBuf,
}

/// Why a plugin cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PluginError {
    /// The folder of plugins is not safe to use.
    #[error(transparent)]
    Folder(#[from] CacheError),
    /// A file cannot be read or written.
    #[error("cannot use `{path}`")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not what its name says.
    #[error("`{path}` is damaged: its digest is not the one in its name")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The file is no plugin of this version.
    #[error("`{path}` is no plugin of this version")]
    NotAPlugin {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: Rejection,
    },
    /// Nobody has built it, and it takes too long to be built unasked.
    #[error("the {plugin} plugin is not built")]
    NotBuilt {
        /// Which one.
        plugin: &'static str,
    },
    /// Building failed.
    #[error("building the {plugin} plugin failed: {why}")]
    Build {
        /// Which one.
        plugin: &'static str,
        /// The last line of the builder.
        why: String,
    },
}

impl Plugins {
    /// Opens the plugins of a home.
    ///
    /// # Errors
    /// If the folder cannot be made or others can write to it.
    pub fn open(home: &Home) -> Result<Self, PluginError> {
        let directory = home.plugins();
        private_folder(&directory)?;
        Ok(Self { directory, build: home.build() })
    }

    /// A plugin if it is installed.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn installed(&self, plugin: Plugin) -> Result<Option<PluginRecord>, PluginError> {
        let record_path = self.record_path(plugin);
        let text = match fs::read_to_string(&record_path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(PluginError::Io { path: record_path, source }),
        };
        let Ok(digest) = Digest::parse(text.trim()) else {
            return Err(PluginError::Damaged { path: record_path });
        };
        let path = self.component_path(digest);
        Ok(path.is_file().then_some(PluginRecord { digest, path }))
    }

    /// A plugin; built now if it is not installed, unless that takes minutes.
    ///
    /// # Errors
    /// If it cannot be built, or nobody has built it.
    pub fn get(
        &self,
        plugin: Plugin,
        progress: &mut dyn FnMut(&str),
    ) -> Result<PluginRecord, PluginError> {
        match self.installed(plugin)? {
            Some(record) => Ok(record),
            None if plugin.is_built_on_first_use() => self.build(plugin, progress),
            None => Err(PluginError::NotBuilt { plugin: plugin.name() }),
        }
    }

    /// Builds a plugin and installs it. Needs `python3` with pip, for Python a C compiler,
    /// and the network for what the plugin's `requirements.txt` pins.
    ///
    /// # Errors
    /// If a tool is missing or fails; the message is the builder's last line.
    pub fn build(
        &self,
        plugin: Plugin,
        progress: &mut dyn FnMut(&str),
    ) -> Result<PluginRecord, PluginError> {
        let name = plugin.name();
        let bundle = Bundle::of(plugin);
        let (_lock, waited) = self.lock(name, progress)?;
        if waited && let Some(record) = self.installed(plugin)? {
            return Ok(record);
        }
        progress(&format!("building the {name} plugin (once; {})", bundle.takes));
        let work = self.build.join(format!("{name}-{}", bundle.digest().short()));
        let io_error = |path: &Path| {
            let path = path.to_owned();
            move |source| PluginError::Io { path, source }
        };
        // A builder that goes on where it was interrupted finds what it had finished.
        if work.exists() && !bundle.goes_on {
            fs::remove_dir_all(&work).map_err(io_error(&work))?;
        }
        bundle.unpack(&work).map_err(io_error(&work))?;
        let contract = match plugin {
            Plugin::Python | Plugin::PythonNumpy => ("--wit", work.join("wit")),
            Plugin::JavaScript => ("--bindings", write_bindings(&work)?),
        };
        let out = work.join(format!("{name}.wasm"));
        self.run_builder(plugin, &work, &contract, &out, progress)?;
        match plugin {
            Plugin::Python | Plugin::PythonNumpy => join_modules(&out, progress)?,
            Plugin::JavaScript => wrap_module(&out)?,
        }
        let record = self.install(plugin, &out)?;
        // The sources and the toolchain are of no further use, and can be made again.
        fs::remove_dir_all(&work).map_err(io_error(&work))?;
        Ok(record)
    }

    /// Installs a component that was built elsewhere.
    ///
    /// # Errors
    /// If it is no plugin of this version.
    pub fn import(&self, plugin: Plugin, path: &Path) -> Result<PluginRecord, PluginError> {
        self.install(plugin, path)
    }

    /// Copies the installed component to a file.
    ///
    /// # Errors
    /// If it is damaged or the file cannot be written.
    pub fn export(&self, record: &PluginRecord, path: &Path) -> Result<(), PluginError> {
        let bytes = self.read(record)?;
        write(path, &bytes)
    }

    /// The component, checked and admitted.
    ///
    /// # Errors
    /// If the file is damaged or no plugin of this version.
    pub fn component(&self, record: &PluginRecord) -> Result<AdmittedComponent, PluginError> {
        admit_plugin(&record.path, &self.read(record)?)
    }

    fn read(&self, record: &PluginRecord) -> Result<Vec<u8>, PluginError> {
        let path = record.path.clone();
        let bytes =
            fs::read(&path).map_err(|source| PluginError::Io { path: path.clone(), source })?;
        if Digest::of(&bytes) != record.digest {
            return Err(PluginError::Damaged { path });
        }
        Ok(bytes)
    }

    fn install(&self, plugin: Plugin, from: &Path) -> Result<PluginRecord, PluginError> {
        let bytes =
            fs::read(from).map_err(|source| PluginError::Io { path: from.to_owned(), source })?;
        let digest = admit_plugin(from, &bytes)?.digest();
        let path = self.component_path(digest);
        write(&path, &bytes)?;
        // Last, because it is what makes the component the one in use.
        write(&self.record_path(plugin), digest.to_string().as_bytes())?;
        Ok(PluginRecord { digest, path })
    }

    /// One build of a plugin in one home at a time, for they would write over each other's files. The kernel lets go of
    /// the lock, however the process ends that has it. Also whether it had to be waited for.
    fn lock(
        &self,
        name: &str,
        progress: &mut dyn FnMut(&str),
    ) -> Result<(File, bool), PluginError> {
        let path = self.build.join(format!("{name}.lock"));
        let io_error = |source| PluginError::Io { path: path.clone(), source };
        fs::create_dir_all(&self.build).map_err(io_error)?;
        let file = File::create(&path).map_err(io_error)?;
        match file.try_lock() {
            Ok(()) => Ok((file, false)),
            Err(TryLockError::WouldBlock) => {
                progress(&format!("waiting for another process that builds the {name} plugin"));
                file.lock().map_err(io_error)?;
                Ok((file, true))
            }
            Err(TryLockError::Error(source)) => Err(io_error(source)),
        }
    }

    fn run_builder(
        &self,
        plugin: Plugin,
        work: &Path,
        contract: &(&str, PathBuf),
        out: &Path,
        progress: &mut dyn FnMut(&str),
    ) -> Result<(), PluginError> {
        let build_error = |why| PluginError::Build { plugin: plugin.name(), why };
        let mut command = Command::new("python3");
        command
            .arg(work.join(Bundle::of(plugin).builder))
            .arg(contract.0)
            .arg(&contract.1)
            .arg("--out")
            .arg(out)
            .arg("--work")
            .arg(work.join("scratch"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| {
            build_error(format!("cannot start `python3`: {error}; install Python 3.9 or newer"))
        })?;
        let mut last = String::new();
        if let Some(stderr) = child.stderr.take() {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                progress(&line);
                last = line;
            }
        }
        let status = child.wait().map_err(|error| build_error(error.to_string()))?;
        if !status.success() {
            return Err(build_error(last));
        }
        Ok(())
    }

    fn record_path(&self, plugin: Plugin) -> PathBuf {
        let sources = Bundle::of(plugin).digest();
        self.directory.join(format!("{}-{}", plugin.name(), sources.short()))
    }

    fn component_path(&self, digest: Digest) -> PathBuf {
        self.directory.join(format!("sha256-{}.wasm", digest.hex()))
    }
}

/// Writes the bindings that the builder compiles with the plugin, into a folder of their own.
fn write_bindings(work: &Path) -> Result<PathBuf, PluginError> {
    let folder = work.join("bindings");
    let io_error = |source| PluginError::Io { path: folder.clone(), source };
    let bindings = c_bindings(World::Interpreter);
    let bindings = bindings.map_err(|why| io_error(io::Error::other(why)))?;
    fs::create_dir_all(&folder).map_err(io_error)?;
    for (name, text) in bindings {
        fs::write(folder.join(name), text).map_err(io_error)?;
    }
    Ok(folder)
}

/// Makes a component of the module that the builder has linked.
fn wrap_module(path: &Path) -> Result<(), PluginError> {
    let io_error = |source| PluginError::Io { path: path.to_owned(), source };
    let module = fs::read(path).map_err(io_error)?;
    let component = componentize(&module, World::Interpreter);
    write(path, &component.map_err(|why| io_error(io::Error::other(why)))?)
}

/// Makes one module of the many that the builder has linked, so that an instance costs a tenth.
fn join_modules(path: &Path, progress: &mut dyn FnMut(&str)) -> Result<(), PluginError> {
    let bytes =
        fs::read(path).map_err(|source| PluginError::Io { path: path.to_owned(), source })?;
    match join(&bytes) {
        Ok(joined) => write(path, &joined),
        Err(error) => {
            // It works as it is, only slower; a test sees to it that this is not overlooked.
            progress(&format!("the modules of the plugin stay apart: {error}"));
            Ok(())
        }
    }
}

fn admit_plugin(path: &Path, bytes: &[u8]) -> Result<AdmittedComponent, PluginError> {
    let submission = Submission { name: "plugin.wasm", bytes };
    match admit(&submission, &Policy::for_plugins()) {
        Ok(Admitted::Component(component)) => Ok(component),
        // A name that ends in `.wasm` is never a script.
        Ok(Admitted::Script(_)) => Err(PluginError::Damaged { path: path.to_owned() }),
        Err(source) => Err(PluginError::NotAPlugin { path: path.to_owned(), source }),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), PluginError> {
    write_file(path, bytes).map_err(|source| PluginError::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn whoever_comes_second_waits_and_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let plugins = || Plugins {
            directory: folder.path().join("plugins"),
            build: folder.path().join("build"),
        };
        let (first, waited) = plugins().lock("python", &mut |line| panic!("{line}")).unwrap();
        assert!(!waited);
        let (_other, waited) = plugins().lock("javascript", &mut |line| panic!("{line}")).unwrap();
        assert!(!waited, "another plugin is no reason to wait");
        let (sender, lines) = mpsc::channel();
        std::thread::scope(|scope| {
            let second = scope.spawn(move || {
                let tell = &mut |line: &str| sender.send(line.to_owned()).unwrap();
                plugins().lock("python", tell).unwrap().1
            });
            assert!(lines.recv().unwrap().contains("another process"));
            drop(first);
            assert!(second.join().unwrap());
        });
    }
}
