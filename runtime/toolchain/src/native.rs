//! From source text to a component, by a native compiler in a jail.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use lazaret_trial::{Digest, Digester};

use crate::bindings::Generated;
use crate::componentize::componentize;
use crate::diagnostics::{GLUE_FOLDER, SOURCE_FOLDER};
use crate::failure::BuildError;
use crate::source::{NativeLanguage, Source};
use crate::tools::{Compiler, Tool};
use crate::world::World;
use lazaret_jail::{End, Ended, Jail, JailLimit, JailLimits};

/// Stands for the options and the glue; whoever changes either changes this.
pub(crate) const RECIPE: &str = "lazaret build 3";

/// The most bytes of a linked module; more than admission lets pass of a component.
const MODULE_BYTES_MAX: u64 = 16 << 20;

/// The most characters of a complaint that quotes the interface.
const MISFIT_CHARACTERS_MAX: usize = 1_000;

/// The stack of a program inside its memory, of both languages. It lies below the data, so that an
/// overflow traps and overwrites nothing.
pub(crate) const STACK_BYTES: u32 = 1 << 20;

/// The limits of a compiler. Small programs take a tenth of a second in C and a second in Rust. The wall time is
/// six times the processor time, so that what uses the processor up is told as that on a busy machine as well.
const fn limits(language: NativeLanguage) -> JailLimits {
    match language {
        NativeLanguage::C => JailLimits {
            cpu_seconds: 10,
            memory_bytes: 2 << 30,
            file_bytes: 64 << 20,
            wall: Duration::from_secs(60),
        },
        NativeLanguage::Rust => JailLimits {
            cpu_seconds: 20,
            memory_bytes: 4 << 30,
            file_bytes: 256 << 20,
            wall: Duration::from_secs(120),
        },
    }
}

impl Compiler {
    /// The name under which a build can be kept: equal names, equal components.
    #[must_use]
    pub fn key(&self, source: &Source, world: World<'_>) -> Digest {
        let names: Vec<&str> = source.files().keys().map(String::as_str).collect();
        let names = names.join("\n");
        Digester::new(RECIPE)
            .part("source", source.digest().to_string().as_bytes())
            .part("edition", source.edition().as_bytes())
            // A program can have the names of its files compiled in.
            .part("names", names.as_bytes())
            .part("world", world.key().as_bytes())
            .part("compiler", self.identity().to_string().as_bytes())
            .finish()
    }

    /// Stands for the compiler and for what it is told, whatever the source.
    #[must_use]
    pub fn recipe(&self) -> Digest {
        Digester::new(RECIPE).part("compiler", self.identity().to_string().as_bytes()).finish()
    }

    /// Builds a source for a world. `scratch` is a folder in which a folder of its own is made and
    /// deleted. Once `stop` says so, the compiler is ended.
    ///
    /// # Errors
    /// If the source is refused, or nothing can be built here.
    pub fn build(
        &self,
        source: &Source,
        world: World<'_>,
        scratch: &Path,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<u8>, BuildError> {
        source.check()?;
        fs::create_dir_all(scratch)?;
        let work = tempfile::Builder::new().prefix("build-").tempdir_in(scratch)?;
        // Without links on the way, because the compiler's view of the files is by this path.
        let folder = work.path().canonicalize()?;
        let end = Instant::now() + limits(source.language()).wall;
        let job = Job { compiler: self, source, world, folder: &folder, end, stop };
        let module = match &self.tool {
            Tool::C(tool) => job.c(tool)?,
            Tool::Rust(tool) => job.rust(tool)?,
        };
        componentize(&module, world).map_err(BuildError::World)
    }
}

/// One build in its folder.
pub(crate) struct Job<'a> {
    pub(crate) compiler: &'a Compiler,
    pub(crate) source: &'a Source,
    pub(crate) world: World<'a>,
    pub(crate) folder: &'a Path,
    /// When the wall time of the whole build is over.
    end: Instant,
    stop: &'a (dyn Fn() -> bool + Sync),
}

impl Job<'_> {
    /// Writes the program's files and the generated ones. `tail` goes after the root of a crate, where it
    /// moves no line of the program.
    pub(crate) fn unpack(&self, glue: &[Generated], tail: &str) -> Result<(), BuildError> {
        fs::create_dir(self.folder.join("tmp"))?;
        for (name, text) in self.source.files() {
            let mut text = text.clone();
            if name == self.source.root() {
                text.extend_from_slice(tail.as_bytes());
            }
            write(&self.folder.join(SOURCE_FOLDER).join(name), &text)?;
        }
        for (name, text) in glue {
            write(&self.folder.join(GLUE_FOLDER).join(name), text)?;
        }
        Ok(())
    }

    pub(crate) fn run(&self, program: &Path, arguments: &[String]) -> Result<Ended, BuildError> {
        let allowed = limits(self.source.language());
        let limits =
            JailLimits { wall: self.end.saturating_duration_since(Instant::now()), ..allowed };
        let jail = Jail {
            program,
            arguments,
            folder: self.folder,
            environment: match self.source.language() {
                NativeLanguage::C => C_ENVIRONMENT,
                NativeLanguage::Rust => &[],
            },
            read: &self.compiler.read,
            limits: &limits,
            stop: self.stop,
        };
        let ended = jail.run()?;
        let limit = match ended.end {
            // Said no: what it says, and nothing else that it says, is the program's to shape.
            End::Exited(0 | REFUSED) => return Ok(ended),
            End::Exited(code) => return Err(BuildError::Broken(format!("exit code {code}"))),
            End::Broken(signal) => return Err(BuildError::Broken(format!("signal {signal}"))),
            End::TimedOut => {
                return Err(BuildError::TimedOut { allowed: allowed.wall.as_secs() });
            }
            End::Killed => return Err(BuildError::Killed),
            End::Stopped => return Err(BuildError::Stopped),
            End::Limit(limit) => limit,
        };
        let (limit, allowed) = match limit {
            JailLimit::Cpu => ("processor time", format!("{} s", allowed.cpu_seconds)),
            JailLimit::Memory => ("memory", format!("{} MiB", allowed.memory_bytes >> 20)),
            JailLimit::File => ("room for one file", format!("{} MiB", allowed.file_bytes >> 20)),
            JailLimit::Output => ("room for its messages", "256 KiB".to_owned()),
        };
        Err(BuildError::Limit { limit, allowed })
    }

    /// The linked module.
    pub(crate) fn module(&self) -> Result<Vec<u8>, BuildError> {
        let mut module = Vec::new();
        let file = fs::File::open(self.folder.join(OUTPUT))?;
        file.take(MODULE_BYTES_MAX + 1).read_to_end(&mut module)?;
        if MODULE_BYTES_MAX < module.len() as u64 {
            return Err(BuildError::TooLarge {
                limit: "bytes of the module",
                measured: module.len() as u64,
                allowed: MODULE_BYTES_MAX,
            });
        }
        Ok(module)
    }

    /// The program is one, and does not fit its world: why, said in terms of the world.
    pub(crate) fn misfit(&self, why: &str) -> BuildError {
        let text = match self.world.interface() {
            Some(interface) => format!("{why}; the interface is `{interface}`"),
            None => format!("{why}; {UNTYPED}"),
        };
        BuildError::World(text.chars().take(MISFIT_CHARACTERS_MAX).collect())
    }

    /// An error of the program, with a word on what it is asked if nobody has said what for.
    pub(crate) fn hinted(&self, error: BuildError) -> BuildError {
        match error {
            BuildError::Source { message, position: position @ Some(_), hint: None }
                if self.world.interface().is_none() =>
            {
                BuildError::Source { message, position, hint: Some(UNTYPED) }
            }
            error => error,
        }
    }
}

/// What a program is asked if nobody has said what for.
const UNTYPED: &str = "without an interface (a task's `task.wit`, or `--wit`), a candidate answers \
                       `call(function, arguments)`, and nothing else";

/// The name of what is built.
pub(crate) const OUTPUT: &str = "out.wasm";

/// The exit code of all compilers and linkers here for a program that they refuse.
const REFUSED: i32 = 1;

/// Messages in one language, and the same date for every build.
const C_ENVIRONMENT: &[(&str, &str)] = &[("LC_ALL", "C"), ("SOURCE_DATE_EPOCH", "0")];

pub(crate) fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn write(path: &Path, text: &[u8]) -> Result<(), BuildError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(path, text)?)
}
