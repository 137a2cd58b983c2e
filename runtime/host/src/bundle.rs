//! The sources of the plugins, carried inside the binary so that an installed Lazaret can build them
//! without a checkout.

use std::path::Path;
use std::{fs, io};

use lazaret_admission::Language;
use lazaret_trial::{Digest, Digester};

/// The builder's path in the unpacked folder.
pub const BUILDER: &str = "build.py";

macro_rules! files {
    ($($name:literal from $path:literal,)*) => {
        &[$(($name, include_str!(concat!("../../../", $path))),)*]
    };
}

/// Path in the unpacked folder, and text.
type Files = &'static [(&'static str, &'static str)];

/// The contract, which every plugin is built against.
const WIT: Files = files![
    "wit/candidate/program.wit" from "wit/candidate/program.wit",
    "wit/candidate/script.wit" from "wit/candidate/script.wit",
    "wit/candidate/types.wit" from "wit/candidate/types.wit",
    "wit/candidate/world.wit" from "wit/candidate/world.wit",
    "wit/evaluator/candidate.wit" from "wit/evaluator/candidate.wit",
    "wit/evaluator/dataset.wit" from "wit/evaluator/dataset.wit",
    "wit/evaluator/evaluator.wit" from "wit/evaluator/evaluator.wit",
    "wit/evaluator/log.wit" from "wit/evaluator/log.wit",
    "wit/evaluator/seed.wit" from "wit/evaluator/seed.wit",
    "wit/evaluator/types.wit" from "wit/evaluator/types.wit",
    "wit/evaluator/world.wit" from "wit/evaluator/world.wit",
    "wit/plugin/world.wit" from "wit/plugin/world.wit",
];

const PYTHON: Files = files![
    "build.py" from "plugins/python/build.py",
    "requirements.txt" from "plugins/python/requirements.txt",
    "app/__init__.py" from "plugins/python/app/__init__.py",
    "app/failures.py" from "plugins/python/app/failures.py",
    "app/early.py" from "plugins/python/app/early.py",
    "app/heap.py" from "plugins/python/app/heap.py",
    "app/library.py" from "plugins/python/app/library.py",
    "app/plain.py" from "plugins/python/app/plain.py",
    "app/program.py" from "plugins/python/app/program.py",
    "app/scorer.py" from "plugins/python/app/scorer.py",
    "app/snapshot.py" from "plugins/python/app/snapshot.py",
    "app/streams.py" from "plugins/python/app/streams.py",
];

const JAVASCRIPT: Files = files![
    "build.py" from "plugins/javascript/build.py",
    "requirements.txt" from "plugins/javascript/requirements.txt",
    "snapshot.py" from "plugins/javascript/snapshot.py",
    "sources.lock" from "plugins/javascript/sources.lock",
    "sources.toml" from "plugins/javascript/sources.toml",
    "glue/arguments.c" from "plugins/javascript/glue/arguments.c",
    "glue/arguments.h" from "plugins/javascript/glue/arguments.h",
    "glue/bridge.c" from "plugins/javascript/glue/bridge.c",
    "glue/bridge.h" from "plugins/javascript/glue/bridge.h",
    "glue/engine.c" from "plugins/javascript/glue/engine.c",
    "glue/engine.h" from "plugins/javascript/glue/engine.h",
    "glue/failures.c" from "plugins/javascript/glue/failures.c",
    "glue/failures.h" from "plugins/javascript/glue/failures.h",
    "glue/inspect.c" from "plugins/javascript/glue/inspect.c",
    "glue/inspect.h" from "plugins/javascript/glue/inspect.h",
    "glue/lazaret.js" from "plugins/javascript/glue/lazaret.js",
    "glue/memory.c" from "plugins/javascript/glue/memory.c",
    "glue/names.c" from "plugins/javascript/glue/names.c",
    "glue/names.h" from "plugins/javascript/glue/names.h",
    "glue/plain.h" from "plugins/javascript/glue/plain.h",
    "glue/plain_read.c" from "plugins/javascript/glue/plain_read.c",
    "glue/plain_write.c" from "plugins/javascript/glue/plain_write.c",
    "glue/program.c" from "plugins/javascript/glue/program.c",
    "glue/program.h" from "plugins/javascript/glue/program.h",
    "glue/scorer.c" from "plugins/javascript/glue/scorer.c",
    "glue/scorer.h" from "plugins/javascript/glue/scorer.h",
    "glue/streams.c" from "plugins/javascript/glue/streams.c",
    "glue/streams.h" from "plugins/javascript/glue/streams.h",
    "glue/text.c" from "plugins/javascript/glue/text.c",
    "glue/text.h" from "plugins/javascript/glue/text.h",
];

/// The sources of one plugin.
pub struct Bundle {
    files: Files,
    /// Stands for what the host itself does after the build; whoever changes that changes this.
    version: &'static str,
    /// How long a build takes, for people.
    pub takes: &'static str,
}

impl Bundle {
    /// The sources of the plugin of a language.
    pub const fn of(language: Language) -> Self {
        match language {
            // After the build, its modules are joined.
            Language::Python => Self {
                files: PYTHON,
                version: "lazaret python plugin sources 2",
                takes: "about half a minute",
            },
            // After the build, a component is made of the module.
            Language::JavaScript => Self {
                files: JAVASCRIPT,
                version: "lazaret javascript plugin sources 1",
                takes: "about a minute",
            },
        }
    }

    /// The digest of all sources: the version of the plugin.
    pub fn digest(&self) -> Digest {
        let add =
            |digester: Digester, (name, text): &(&str, &str)| digester.part(name, text.as_bytes());
        self.files().fold(Digester::new(self.version), add).finish()
    }

    /// Writes the sources into a folder.
    pub fn unpack(&self, folder: &Path) -> io::Result<()> {
        for (name, text) in self.files() {
            let path = folder.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, text)?;
        }
        Ok(())
    }

    fn files(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        self.files.iter().chain(WIT)
    }
}
