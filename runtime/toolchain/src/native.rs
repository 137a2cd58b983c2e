//! From source text to a component, by a native compiler in a jail.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use lazaret_trial::{Digest, Digester};
use serde_json::json;

use crate::bindings::Generated;
use crate::componentize::componentize;
use crate::diagnostics::{GLUE_FOLDER, SOURCE_FOLDER, first_error, misfit};
use crate::failure::BuildError;
use crate::glue;
use crate::source::{NativeLanguage, Source};
use crate::standard::TARGET;
use crate::tools::{CTool, Compiler, RustTool, Tool};
use crate::world::World;
use lazaret_jail::{Ended, Jail, JailLimit, JailLimits};

/// Stands for the options and the glue; whoever changes either changes this.
const RECIPE: &str = "lazaret build 2";

/// The most bytes of a linked module; more than admission lets pass of a component.
const MODULE_BYTES_MAX: u64 = 16 << 20;

/// The most characters of a complaint that quotes the interface.
const MISFIT_CHARACTERS_MAX: usize = 1_000;

/// The stack of a program inside its memory, of both languages. It lies below the data, so that an
/// overflow traps and overwrites nothing.
const STACK_BYTES: u32 = 1 << 20;

/// The limits of a compiler. Small programs take a tenth of a second in C and a second in Rust.
const fn limits(language: NativeLanguage) -> JailLimits {
    match language {
        NativeLanguage::C => JailLimits {
            cpu_seconds: 10,
            memory_bytes: 2 << 30,
            file_bytes: 64 << 20,
            wall: Duration::from_secs(30),
        },
        NativeLanguage::Rust => JailLimits {
            cpu_seconds: 20,
            memory_bytes: 4 << 30,
            file_bytes: 256 << 20,
            wall: Duration::from_secs(60),
        },
    }
}

impl Compiler {
    /// The name under which a build can be kept: equal names, equal components.
    #[must_use]
    pub fn key(&self, source: &Source, world: World<'_>) -> Digest {
        Digester::new(RECIPE)
            .part("source", source.digest().to_string().as_bytes())
            .part("edition", source.edition().as_bytes())
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
    /// deleted. Once `stop` says so, the compiler is ended as if its time were over.
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
struct Job<'a> {
    compiler: &'a Compiler,
    source: &'a Source,
    world: World<'a>,
    folder: &'a Path,
    /// When the wall time of the whole build is over.
    end: Instant,
    stop: &'a (dyn Fn() -> bool + Sync),
}

impl Job<'_> {
    /// Compiles each file by itself and links. Clang is asked for one thing at a time, because it starts
    /// another process for every further one, and half of the time of a small program is such starts.
    fn c(&self, tool: &CTool) -> Result<Vec<u8>, BuildError> {
        let glue = glue::c(self.world).map_err(BuildError::World)?;
        self.unpack(&glue, "")?;
        let view = self.folder.join("view.json");
        fs::write(&view, self.view(tool))?;
        let mut objects = vec![self.glue_object(tool, &glue)?];
        for (index, unit) in self.source.units().enumerate() {
            let object = format!("tmp/{index}.o");
            let ended = self.compile_c(tool, &format!("{SOURCE_FOLDER}/{unit}"), &object)?;
            if !ended.success {
                return Err(self.explained(first_error(&ended.output), &ended));
            }
            objects.push(object);
        }
        let mut arguments = strings(&["-m", "wasm32", "--strip-debug", "--stack-first"]);
        arguments.extend([
            format!("-zstack-size={STACK_BYTES}"),
            format!("-L{}", tool.library.display()),
            tool.library.join("crt1-reactor.o").display().to_string(),
        ]);
        arguments.extend(strings(&["--entry", "_initialize"]));
        arguments.extend(objects);
        arguments.extend(["-lc".to_owned(), tool.builtins.display().to_string()]);
        arguments.extend(strings(&["-o", OUTPUT]));
        let ended = self.run(&tool.linker, &arguments)?;
        self.module(&ended).map_err(|error| self.explained(error, &ended))
    }

    fn compile_c(&self, tool: &CTool, unit: &str, object: &str) -> Result<Ended, BuildError> {
        let mut arguments = strings(&[
            "--target=wasm32-wasi",
            "--sysroot=/usr",
            "-nostdlibinc",
            "-std=gnu17",
            "-O2",
            "-w",
            "-fno-caret-diagnostics",
            "-fno-color-diagnostics",
            "-ferror-limit=1",
            "-c",
        ]);
        arguments.extend([
            "-isystem".to_owned(),
            tool.headers.display().to_string(),
            "-ivfsoverlay".to_owned(),
            self.folder.join("view.json").display().to_string(),
            format!("-I{GLUE_FOLDER}"),
            format!("-I{SOURCE_FOLDER}"),
            format!("-I{SOURCE_FOLDER}/src"),
            unit.to_owned(),
        ]);
        arguments.extend(strings(&["-o", object]));
        self.run(&tool.clang, &arguments)
    }

    /// The object of the generated file, which is the same for all programs of a world and so is kept.
    fn glue_object(&self, tool: &CTool, glue: &[Generated]) -> Result<String, BuildError> {
        let object = "tmp/glue.o".to_owned();
        let mut key =
            Digester::new(RECIPE).part("compiler", self.compiler.identity().to_string().as_bytes());
        for (name, text) in glue {
            key = key.part(name, text);
        }
        let kept = self.compiler.folder.join(format!("glue-{}.o", key.finish().hex()));
        if fs::copy(&kept, self.folder.join(&object)).is_ok() {
            return Ok(object);
        }
        let unit = glue.iter().map(|(name, _)| name).find(|name| name.ends_with(".c"));
        let unit = unit.ok_or_else(|| BuildError::World("there are no bindings".to_owned()))?;
        let ended = self.compile_c(tool, &format!("{GLUE_FOLDER}/{unit}"), &object)?;
        if !ended.success {
            let why = misfit(&ended.output).unwrap_or("the bindings do not compile");
            return Err(BuildError::World(why.to_owned()));
        }
        fs::create_dir_all(&self.compiler.folder)?;
        let staged = tempfile::NamedTempFile::new_in(&self.compiler.folder)?;
        fs::copy(self.folder.join(&object), staged.path())?;
        staged.persist(&kept).map_err(|error| error.error)?;
        Ok(object)
    }

    /// The only files that Clang sees, by name: asking whether any other exists gets a no.
    fn view(&self, tool: &CTool) -> String {
        let seen = [self.folder, &tool.headers, &tool.resources];
        let root = |path: &Path| json!({"type": "directory-remap", "name": path, "external-contents": path});
        let view = json!({
            "version": 0,
            "case-sensitive": true,
            "redirecting-with": "redirect-only",
            "use-external-names": false,
            "roots": seen.map(root),
        });
        view.to_string()
    }

    fn rust(&self, tool: &RustTool) -> Result<Vec<u8>, BuildError> {
        // The way from the folder of the crate's root to that of the generated files.
        let way = "../".repeat(self.source.root().split('/').count());
        let (glue, tail) =
            glue::rust(self.world, &format!("{way}{GLUE_FOLDER}")).map_err(BuildError::World)?;
        self.unpack(&glue, &tail)?;
        let root = format!("{SOURCE_FOLDER}/{}", self.source.root());
        let mut arguments = strings(&[
            "--crate-type=cdylib",
            "--crate-name=program",
            "--cap-lints=allow",
            "--error-format=short",
            "--color=never",
            "-Copt-level=3",
            "-Cpanic=abort",
            "-Ccodegen-units=1",
            "-Cstrip=debuginfo",
            "-Clinker-flavor=wasm-ld",
            "-Clink-arg=--stack-first",
        ]);
        arguments.extend([
            format!("--target={TARGET}"),
            format!("--edition={}", self.source.edition()),
            format!("--sysroot={}", tool.sysroot.display()),
            format!("-Clinker={}", tool.linker.display()),
            format!("-Clink-arg=-zstack-size={STACK_BYTES}"),
            "-o".to_owned(),
            OUTPUT.to_owned(),
            root,
        ]);
        let ended = self.run(&tool.rustc, &arguments)?;
        self.module(&ended).map_err(|error| self.explained(error, &ended))
    }

    /// Writes the program's files and the generated ones. `tail` goes after the root of a crate, where it
    /// moves no line of the program.
    fn unpack(&self, glue: &[Generated], tail: &str) -> Result<(), BuildError> {
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

    fn run(&self, program: &Path, arguments: &[String]) -> Result<Ended, BuildError> {
        let allowed = limits(self.source.language());
        let limits =
            JailLimits { wall: self.end.saturating_duration_since(Instant::now()), ..allowed };
        let jail = Jail {
            program,
            arguments,
            folder: self.folder,
            read: &self.compiler.read,
            limits: &limits,
            stop: self.stop,
        };
        let ended = jail.run()?;
        let Some(limit) = ended.limit else { return Ok(ended) };
        let (limit, allowed) = match limit {
            JailLimit::Cpu => ("processor time", format!("{} s", allowed.cpu_seconds)),
            JailLimit::Wall => ("time", format!("{} s", allowed.wall.as_secs())),
            JailLimit::Memory => ("memory", format!("{} MiB", allowed.memory_bytes >> 20)),
            JailLimit::File => ("room for one file", format!("{} MiB", allowed.file_bytes >> 20)),
            JailLimit::Output => ("room for its messages", "256 KiB".to_owned()),
        };
        Err(BuildError::Limit { limit, allowed })
    }

    /// The linked module, or why there is none.
    fn module(&self, ended: &Ended) -> Result<Vec<u8>, BuildError> {
        if !ended.success {
            return Err(first_error(&ended.output));
        }
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

    /// An error that lies between the program and its world, said in terms of the world.
    fn explained(&self, error: BuildError, ended: &Ended) -> BuildError {
        let interface = self.world.interface();
        // In C a missing function is the linker's complaint, in Rust one about the glue.
        if let BuildError::Source { message, position: None, .. } = &error {
            let why = match misfit(&ended.output) {
                Some(message) => message,
                None if message.contains("undefined symbol: exports_") => message,
                None => return error,
            };
            let text = match interface {
                Some(interface) => format!("{why}; the interface is `{interface}`"),
                None => format!("{why}; {UNTYPED}"),
            };
            return BuildError::World(text.chars().take(MISFIT_CHARACTERS_MAX).collect());
        }
        match error {
            BuildError::Source { message, position, hint: None } if interface.is_none() => {
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
const OUTPUT: &str = "out.wasm";

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn write(path: &Path, text: &[u8]) -> Result<(), BuildError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(path, text)?)
}
