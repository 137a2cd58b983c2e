//! The native compilers of this machine: where they are, what they read, which they are.
//!
//! Asking several programs what they are takes a fifth of a second, so the answer is kept with the sizes and
//! times of the files that it rests on, and holds as long as these are the same.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use lazaret_trial::{Digest, Digester};
use serde::{Deserialize, Serialize};

use crate::failure::BuildError;
use crate::source::NativeLanguage;
use crate::standard::{self, Standard};

/// The newest release of LLVM that is looked for by its number.
const LLVM_NEWEST: u32 = 30;

/// The oldest that is: the first that can restrict what a program includes to named folders.
const LLVM_OLDEST: u32 = 16;

/// A compiler that is there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Compiler {
    language: NativeLanguage,
    /// Its own words for what it is.
    version: String,
    identity: Digest,
    pub(crate) tool: Tool,
    /// Where Lazaret keeps what it has built for compilers.
    pub(crate) folder: PathBuf,
    /// All that it may read: its own installation.
    pub(crate) read: Vec<PathBuf>,
}

/// What is particular to a compiler.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Tool {
    C(CTool),
    Rust(RustTool),
}

/// Clang with the WebAssembly back end and a C library for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CTool {
    pub clang: PathBuf,
    pub linker: PathBuf,
    /// Clang's own headers and libraries.
    pub resources: PathBuf,
    /// The C library's headers.
    pub headers: PathBuf,
    /// The C library's objects.
    pub library: PathBuf,
    /// What the compiler itself calls: arithmetic that the machine does not have.
    pub builtins: PathBuf,
}

/// Rust's compiler with a standard library for WebAssembly.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RustTool {
    pub rustc: PathBuf,
    /// Where the standard library is.
    pub sysroot: PathBuf,
    pub linker: PathBuf,
}

/// The headers of the C library, as Debian lays them out.
const C_HEADERS: &str = "/usr/include/wasm32-wasi";

/// The objects of the C library.
const C_LIBRARY: &str = "/usr/lib/wasm32-wasi";

const NO_C: &str = "no C compiler for WebAssembly is installed: clang with lld, the C library of WASI and \
                    compiler-rt for it are needed, of LLVM 16 or newer (on Debian: apt-get install \
                    clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc)";

const NO_RUST: &str = "no Rust compiler for WebAssembly is installed: `rustup target add \
                       wasm32-unknown-unknown` adds the target (on Debian: apt-get install rustc-web \
                       cargo-web rust-web-src lld-22)";

impl Compiler {
    /// The compiler of a language: the one that was found before if it is still there, or else what a look
    /// around finds. `folder` is where Lazaret keeps what it has built for compilers.
    ///
    /// # Errors
    /// What is missing, and how to get it.
    pub fn find(language: NativeLanguage, folder: &Path) -> Result<Self, BuildError> {
        match Found::read(language, folder) {
            Some(found) => Ok(found.compiler),
            None => Self::look(language, folder),
        }
    }

    /// Looks around for the compiler of a language, whatever was found before.
    ///
    /// # Errors
    /// What is missing, and how to get it.
    pub fn look(language: NativeLanguage, folder: &Path) -> Result<Self, BuildError> {
        let compiler = match language {
            NativeLanguage::C => find_c(folder),
            NativeLanguage::Rust => find_rust(folder),
        }?;
        // Keeping it is a courtesy to the next one.
        drop(Found::of(&compiler).map(|found| found.write(folder)));
        Ok(compiler)
    }

    /// Like [`Compiler::find`]; what a compiler lacks and can be built is built first, once.
    ///
    /// # Errors
    /// What is missing, or why it cannot be built.
    pub fn ready(
        language: NativeLanguage,
        folder: &Path,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Self, BuildError> {
        let missing = match Self::find(language, folder) {
            Ok(compiler) => return Ok(compiler),
            Err(missing) => missing,
        };
        let (rustc, linker) = buildable(language).ok_or(missing)?;
        standard::build(&rustc, &linker, folder, progress)?;
        Self::find(language, folder)
    }

    /// Whether [`Compiler::ready`] could build what is missing.
    #[must_use]
    pub fn can_be_built(language: NativeLanguage) -> bool {
        buildable(language).is_some()
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> NativeLanguage {
        self.language
    }

    /// What the compiler says that it is.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Stands for all that decides what it makes of a source.
    #[must_use]
    pub const fn identity(&self) -> Digest {
        self.identity
    }
}

/// What was found before, and what it rests on.
#[derive(Serialize, Deserialize)]
struct Found {
    compiler: Compiler,
    stamps: Vec<Stamp>,
}

/// What tells a file from another one at the same place.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    path: PathBuf,
    bytes: u64,
    modified: (i64, i64),
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let about = fs::metadata(path).ok()?;
        let modified = (about.mtime(), about.mtime_nsec());
        Some(Self { path: path.to_owned(), bytes: about.len(), modified })
    }
}

impl Found {
    fn of(compiler: &Compiler) -> Option<Self> {
        let paths: Vec<PathBuf> = match &compiler.tool {
            Tool::C(tool) => {
                let library = ["libc.a", "crt1-reactor.o"].map(|name| tool.library.join(name));
                let mut paths =
                    vec![tool.clang.clone(), tool.linker.clone(), tool.builtins.clone()];
                paths.extend(library);
                paths
            }
            Tool::Rust(tool) => {
                let library = standard::folder(&tool.sysroot);
                vec![tool.rustc.clone(), tool.linker.clone(), library]
            }
        };
        let stamps = paths.iter().map(|path| Stamp::of(path)).collect::<Option<Vec<_>>>()?;
        Some(Self { compiler: compiler.clone(), stamps })
    }

    fn path(language: NativeLanguage, folder: &Path) -> PathBuf {
        folder.join(format!("found-{}.json", language.name()))
    }

    fn read(language: NativeLanguage, folder: &Path) -> Option<Self> {
        let text = fs::read(Self::path(language, folder)).ok()?;
        let found: Self = serde_json::from_slice(&text).ok()?;
        let same = |stamp: &Stamp| Stamp::of(&stamp.path).as_ref() == Some(stamp);
        let current = found.compiler.language == language && found.compiler.folder == folder;
        (current && found.stamps.iter().all(same)).then_some(found)
    }

    fn write(&self, folder: &Path) -> Result<(), BuildError> {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer(&mut file, self).map_err(std::io::Error::from)?;
        let path = Self::path(self.compiler.language, folder);
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

fn find_c(folder: &Path) -> Result<Compiler, BuildError> {
    let missing = || BuildError::NoCompiler(NO_C.to_owned());
    let headers = PathBuf::from(C_HEADERS);
    let library = Path::new(C_LIBRARY);
    if !headers.join("stdlib.h").is_file() || !library.join("libc.a").is_file() {
        return Err(missing());
    }
    let linker = find_linker().ok_or_else(missing)?;
    for clang in installed(&numbered("clang")) {
        let Some(resources) = answer(&clang, &["-print-resource-dir"]).map(PathBuf::from) else {
            continue;
        };
        let builtins = resources.join("lib/wasi/libclang_rt.builtins-wasm32.a");
        if !builtins.is_file() {
            continue;
        }
        let version = answer(&clang, &["--version"]).unwrap_or_default();
        if release(&version).is_none_or(|release| release < LLVM_OLDEST) {
            continue;
        }
        let mut read = vec![clang.clone(), linker.clone(), resources.clone(), headers.clone()];
        read.push(library.to_owned());
        for program in [&clang, &linker] {
            read.extend(libraries(program));
        }
        let identity = Digester::new("lazaret c compiler 2")
            .part("version", version.as_bytes())
            .part("linker", linker_version(&linker).as_bytes())
            .part("library", &fs::read(library.join("libc.a"))?)
            .part("start", &fs::read(library.join("crt1-reactor.o"))?)
            .part("builtins", &fs::read(&builtins)?)
            .part("headers", headers_digest(&headers)?.to_string().as_bytes())
            .finish();
        let library = library.to_owned();
        let tool = CTool { clang, linker, resources, headers, library, builtins };
        return Ok(Compiler {
            language: NativeLanguage::C,
            version,
            identity,
            tool: Tool::C(tool),
            folder: folder.to_owned(),
            read,
        });
    }
    Err(missing())
}

fn find_rust(folder: &Path) -> Result<Compiler, BuildError> {
    let missing = || BuildError::NoCompiler(NO_RUST.to_owned());
    for rustc in rustcs() {
        let Some(standard) = Standard::of(&rustc, folder) else { continue };
        let Some(linker) = standard.linker.clone().or_else(find_linker) else { continue };
        let version = answer(&rustc, &["--version"]).unwrap_or_default();
        let mut read = vec![rustc.clone(), linker.clone(), standard.sysroot.clone()];
        for program in [&rustc, &linker] {
            read.extend(libraries(program));
        }
        let identity = Digester::new("lazaret rust compiler 2")
            .part("version", version.as_bytes())
            .part("linker", linker_version(&linker).as_bytes())
            .part("standard library", standard.version.as_bytes())
            .finish();
        let tool = Tool::Rust(RustTool { rustc, sysroot: standard.sysroot, linker });
        return Ok(Compiler {
            language: NativeLanguage::Rust,
            version,
            identity,
            tool,
            folder: folder.to_owned(),
            read,
        });
    }
    Err(missing())
}

/// A compiler whose standard library can be built, and the linker for it. Nothing is built for C.
fn buildable(language: NativeLanguage) -> Option<(PathBuf, PathBuf)> {
    if language == NativeLanguage::C {
        return None;
    }
    let rustc = rustcs().into_iter().find(|rustc| standard::sources(rustc).is_some())?;
    Some((rustc, find_linker()?))
}

/// The compilers themselves, behind whatever stands before them to choose one.
fn rustcs() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for rustc in
        installed(&["rustc".to_owned()]).into_iter().chain([PathBuf::from("/usr/bin/rustc")])
    {
        let real = answer(&rustc, &["--print", "sysroot"])
            .map(|sysroot| Path::new(&sysroot).join("bin/rustc"))
            .filter(|real| real.is_file());
        found.extend(real.filter(|real| !found.contains(real)));
    }
    found
}

fn find_linker() -> Option<PathBuf> {
    installed(&numbered("wasm-ld")).into_iter().next()
}

/// A linker's own words for what it is; one that is several asks to be told which.
fn linker_version(linker: &Path) -> String {
    let asked = answer(linker, &["-flavor", "wasm", "--version"]);
    asked.or_else(|| answer(linker, &["--version"])).unwrap_or_default()
}

/// Stands for all headers in a folder, which are a part of what a program in C is built of.
fn headers_digest(folder: &Path) -> std::io::Result<Digest> {
    let mut names: Vec<PathBuf> = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { names.push(path) }
        }
    }
    names.sort();
    let mut digester = Digester::new("lazaret headers 1");
    for name in names {
        let relative = name.strip_prefix(folder).unwrap_or(&name);
        digester = digester.part(&relative.to_string_lossy(), &fs::read(&name)?);
    }
    Ok(digester.finish())
}

/// The release in a compiler's words for what it is: `Debian clang version 22.1.8 (1)` is 22.
fn release(version: &str) -> Option<u32> {
    let (_, number) = version.split_once("version ")?;
    number.split('.').next()?.parse().ok()
}

/// A program's names, the newest release first.
fn numbered(program: &str) -> Vec<String> {
    let numbers = (LLVM_OLDEST..=LLVM_NEWEST).rev();
    numbers.map(|number| format!("{program}-{number}")).chain([program.to_owned()]).collect()
}

/// Those of these programs that are on the search path, in this order.
fn installed(programs: &[String]) -> Vec<PathBuf> {
    let script = format!("for p in {}; do command -v \"$p\"; done; true", programs.join(" "));
    let text = answer_of(Command::new("sh").args(["-c", &script]));
    text.unwrap_or_default().lines().map(PathBuf::from).filter(|path| path.is_absolute()).collect()
}

/// The first line that a program prints.
fn answer(program: &Path, arguments: &[&str]) -> Option<String> {
    let text = answer_of(Command::new(program).args(arguments))?;
    Some(text.lines().next()?.trim().to_owned())
}

fn answer_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The shared libraries of a program, and its loader, as the loader itself lists them:
/// `libz.so.1 => /lib/x/libz.so.1 (0x7f...)`.
fn libraries(program: &Path) -> Vec<PathBuf> {
    let text = answer_of(Command::new(program).env("LD_TRACE_LOADED_OBJECTS", "1"));
    let text = text.unwrap_or_default();
    let words = text.lines().flat_map(str::split_whitespace);
    let mut paths: Vec<PathBuf> =
        words.filter(|word| word.starts_with('/')).map(PathBuf::from).collect();
    paths.sort();
    paths.dedup();
    paths
}
