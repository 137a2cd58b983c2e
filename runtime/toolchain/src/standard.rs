//! Rust's standard library for WebAssembly: the one that is installed, or one that is built once.
//!
//! Where rustup can add the target, it is there. Distributions ship the sources of the library instead;
//! from these it is built with the compiler that they belong to, and kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lazaret_trial::Digest;

use crate::failure::BuildError;

/// The target of programs in Rust: nothing is assumed of the host.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A standard library.
pub struct Standard {
    /// The folder that the compiler is pointed at.
    pub sysroot: PathBuf,
    /// The linker that belongs to it, if one does.
    pub linker: Option<PathBuf>,
    /// Which it is.
    pub version: String,
}

impl Standard {
    /// The library for a compiler: its own, or the one that was built for it into `folder`.
    pub fn of(rustc: &Path, folder: &Path) -> Option<Self> {
        let own = sysroot(rustc)?;
        if has_library(&own) {
            let version = "installed".to_owned();
            return Some(Self { linker: own_linker(&own), sysroot: own, version });
        }
        let built = built(rustc, folder)?;
        let version = format!("built from {}", sources(rustc)?.display());
        has_library(&built).then_some(Self { sysroot: built, linker: None, version })
    }
}

/// The sources of the library that belong to a compiler, if they are installed.
pub fn sources(rustc: &Path) -> Option<PathBuf> {
    let library = sysroot(rustc)?.join("lib/rustlib/src/rust/library");
    library.join("std/src/lib.rs").is_file().then_some(library)
}

/// Builds the library for a compiler from its sources and keeps it in `folder`. The sources come from
/// whoever made the compiler, and so do the scripts that are run while they are built.
///
/// # Errors
/// If a tool is missing or fails.
pub fn build(
    rustc: &Path,
    linker: &Path,
    folder: &Path,
    progress: &mut dyn FnMut(&str),
) -> Result<(), BuildError> {
    let (Some(library), Some(target)) = (sources(rustc), built(rustc, folder)) else {
        return Err(no_compiler("the compiler's standard library is not there as source"));
    };
    progress("building Rust's standard library for WebAssembly (once; about a minute)");
    fs::create_dir_all(folder)?;
    let work = tempfile::Builder::new().prefix("standard-").tempdir_in(folder)?;
    fs::create_dir(work.path().join("src"))?;
    fs::write(work.path().join("src/lib.rs"), "")?;
    let manifest =
        "[package]\nname = \"nothing\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n";
    fs::write(work.path().join("Cargo.toml"), manifest)?;
    let cargo = rustc.with_file_name("cargo");
    let mut command = Command::new(&cargo);
    command
        .args(["build", "--quiet", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET])
        .current_dir(work.path())
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", work.path().join("target"))
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
        // A wrapper or flags of the user's would make another library of it.
        .env_remove("RUSTC_WRAPPER")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO")
        .stdin(Stdio::null());
    // What the library needs of others lies beside it in most distributions.
    let vendored = library.join("vendor");
    if vendored.is_dir() {
        let path = vendored.display();
        command
            .args(["--offline", "--config", "source.crates-io.replace-with=\"vendored\""])
            .arg("--config")
            .arg(format!("source.vendored.directory=\"{path}\""));
    }
    let output = command
        .output()
        .map_err(|error| no_compiler(&format!("cannot start `{}`: {error}", cargo.display())))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        let last = text.lines().find(|line| line.starts_with("error")).unwrap_or("no reason given");
        return Err(no_compiler(&format!("building Rust's standard library failed: {last}")));
    }
    install(&work.path().join(format!("target/{TARGET}/release/deps")), &target)
}

/// Moves the library to where a compiler looks for it. The folder appears complete or not at all.
fn install(libraries: &Path, target: &Path) -> Result<(), BuildError> {
    let parent = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let staged = tempfile::Builder::new().prefix("sysroot-").tempdir_in(parent)?;
    let lib = folder(staged.path());
    fs::create_dir_all(&lib)?;
    for entry in fs::read_dir(libraries)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rlib")
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, lib.join(name))?;
        }
    }
    match fs::rename(staged.keep(), target) {
        // Somebody else has built it meanwhile.
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
        other => Ok(other?),
    }
}

/// Where the library for a compiler is kept. Named by the compiler and its sources, so that another
/// release gets another.
fn built(rustc: &Path, folder: &Path) -> Option<PathBuf> {
    let library = sources(rustc)?;
    let lock = fs::read(library.join("Cargo.lock")).unwrap_or_default();
    let output = Command::new(rustc).arg("-vV").stdin(Stdio::null()).output().ok()?;
    let name = Digest::of(&[output.stdout, lock].concat());
    Some(folder.join(format!("rust-{}", name.short())))
}

fn sysroot(rustc: &Path) -> Option<PathBuf> {
    Some(rustc.parent()?.parent()?.to_owned())
}

/// Where the library is in a folder.
pub fn folder(sysroot: &Path) -> PathBuf {
    sysroot.join(format!("lib/rustlib/{TARGET}/lib"))
}

/// Whether a folder has the library.
fn has_library(sysroot: &Path) -> bool {
    let names = fs::read_dir(folder(sysroot)).into_iter().flatten().flatten();
    names.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

/// The linker that rustup ships with a compiler.
fn own_linker(sysroot: &Path) -> Option<PathBuf> {
    let hosts = fs::read_dir(sysroot.join("lib/rustlib")).ok()?.flatten();
    let mut linkers = hosts.map(|host| host.path().join("bin/rust-lld"));
    linkers.find(|linker| linker.is_file())
}

fn no_compiler(message: &str) -> BuildError {
    BuildError::NoCompiler(message.to_owned())
}
