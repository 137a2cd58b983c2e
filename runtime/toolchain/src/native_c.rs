//! Programs in C: Clang on each file, then the linker.
//!
//! Invariants:
//! - All that Clang reads for a program goes through a view of the files that has four folders: the program's,
//!   the generated ones, the headers of the C library, and Clang's own. Nothing else has a name there.
//! - The names in the view are the same on every machine, and so is the time of day: a program that has names
//!   and dates compiled in is the same program everywhere.
//! - What does not go through the view is switched off: assembly has a reader of files of its own.

use std::fs;
use std::path::Path;

use lazaret_jail::Ended;
use lazaret_trial::Digester;
use serde_json::json;

use crate::bindings::Generated;
use crate::diagnostics::{
    GLUE_FOLDER, SOURCE_FOLDER, complaint_about_glue, link_error, source_error,
};
use crate::failure::BuildError;
use crate::glue;
use crate::native::{Job, OUTPUT, RECIPE, STACK_BYTES, strings};
use crate::tools::CTool;

/// The folder that all others lie in, as Clang sees it.
const VIEW: &str = "/lazaret";

/// The headers of the C library in it.
const HEADERS: &str = "/lazaret/headers";

/// Clang's own folder in it, of which only the headers are there.
const RESOURCES: &str = "/lazaret/clang";

/// Where Clang finds the description of the view. Not in a folder that the view shows.
const VIEW_FILE: &str = "view.json";

impl Job<'_> {
    /// Compiles each file by itself and links. Clang is asked for one thing at a time, because it starts
    /// another process for every further one, and half of the time of a small program is such starts.
    pub(crate) fn c(&self, tool: &CTool) -> Result<Vec<u8>, BuildError> {
        let glue = glue::c(self.world).map_err(BuildError::World)?;
        self.unpack(&glue, "")?;
        fs::write(self.folder.join(VIEW_FILE), self.view(tool))?;
        let mut objects = vec![self.glue_object(tool, &glue)?];
        for (index, unit) in self.source.units().enumerate() {
            let object = format!("tmp/{index}.o");
            let ended = self.compile_c(tool, &format!("{SOURCE_FOLDER}/{unit}"), &object)?;
            if !ended.success() {
                return Err(self.hinted(source_error(&ended.output)));
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
        if ended.success() {
            return self.module();
        }
        Err(match link_error(&ended.output) {
            // A function of the interface that is not there is missed by the bindings.
            Some(message) if message.contains("undefined symbol: exports_") => self.misfit(message),
            Some(message) => BuildError::source(message),
            None => source_error(""),
        })
    }

    fn compile_c(&self, tool: &CTool, unit: &str, object: &str) -> Result<Ended, BuildError> {
        let mut arguments = strings(&[
            "--target=wasm32-wasi",
            "-nostdlibinc",
            "-std=gnu17",
            "-O2",
            "-w",
            "-fno-caret-diagnostics",
            "-fno-color-diagnostics",
            "-ferror-limit=1",
            "-fno-crash-diagnostics",
            // Its own number is more than its stack has room for.
            "-fbracket-depth=256",
            // Looking for what a program may have meant takes ten seconds for a name of 100,000 letters.
            "-fno-spell-checking",
            // The assembler reads files past the view; an empty one, which keeps a value, is none.
            "-fno-gnu-inline-asm",
            // Commands to the compiler to break down.
            "-Xclang",
            "-disable-pragma-debug-crash",
            "-c",
        ]);
        arguments.extend([
            format!("--sysroot={VIEW}"),
            format!("-resource-dir={RESOURCES}"),
            "-ivfsoverlay".to_owned(),
            self.folder.join(VIEW_FILE).display().to_string(),
            // Relative names are names in the view.
            "-Xclang".to_owned(),
            format!("-working-directory={VIEW}"),
            "-isystem".to_owned(),
            HEADERS.to_owned(),
            format!("-I{GLUE_FOLDER}"),
            format!("-I{SOURCE_FOLDER}"),
            format!("-I{SOURCE_FOLDER}/src"),
            unit.to_owned(),
            "-o".to_owned(),
            self.folder.join(object).display().to_string(),
        ]);
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
        if !ended.success() {
            let why = complaint_about_glue(&ended.output).unwrap_or("the bindings do not compile");
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
        let folder = |name: &str, path: &Path| json!({"type": "directory-remap", "name": name, "external-contents": path});
        let own = |name: &str| folder(&format!("{VIEW}/{name}"), &self.folder.join(name));
        let view = json!({
            "version": 0,
            "case-sensitive": true,
            "redirecting-with": "redirect-only",
            "use-external-names": false,
            "roots": [
                own(SOURCE_FOLDER),
                own(GLUE_FOLDER),
                folder(HEADERS, &tool.headers),
                folder(&format!("{RESOURCES}/include"), &tool.resources.join("include")),
            ],
        });
        view.to_string()
    }
}
