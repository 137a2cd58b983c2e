//! The sources of the plugins, carried inside the binary so that an installed Lazaret can build them
//! without a checkout.

use std::path::Path;
use std::{fs, io};

use lazaret_trial::{Digest, Digester};

use crate::interpreters::Plugin;

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

/// What the interpreters of Python have beside it.
const PYTHON_WIT: Files = files![
    "wit/python/array-candidate.wit" from "wit/python/array-candidate.wit",
    "wit/python/array-program.wit" from "wit/python/array-program.wit",
    "wit/python/arrays.wit" from "wit/python/arrays.wit",
    "wit/python/bytecode.wit" from "wit/python/bytecode.wit",
    "wit/python/float-candidate.wit" from "wit/python/float-candidate.wit",
    "wit/python/float-lists.wit" from "wit/python/float-lists.wit",
    "wit/python/float-program.wit" from "wit/python/float-program.wit",
    "wit/python/packages.wit" from "wit/python/packages.wit",
    "wit/python/summary.wit" from "wit/python/summary.wit",
    "wit/python/world.wit" from "wit/python/world.wit",
];

/// The Python plugin, beside others that are built with it.
const PYTHON: Files = files![
    "python/build.py" from "plugins/python/build.py",
    "python/requirements.txt" from "plugins/python/requirements.txt",
    "python/allocator.wat" from "plugins/python/allocator.wat",
    "python/assemble.py" from "plugins/python/assemble.py",
    "python/app/__init__.py" from "plugins/python/app/__init__.py",
    "python/app/absent.py" from "plugins/python/app/absent.py",
    "python/app/carried.py" from "plugins/python/app/carried.py",
    "python/app/failures.py" from "plugins/python/app/failures.py",
    "python/app/early.py" from "plugins/python/app/early.py",
    "python/app/floats.py" from "plugins/python/app/floats.py",
    "python/app/heap.py" from "plugins/python/app/heap.py",
    "python/app/packages.py" from "plugins/python/app/packages.py",
    "python/app/library.py" from "plugins/python/app/library.py",
    "python/app/plain.py" from "plugins/python/app/plain.py",
    "python/app/program.py" from "plugins/python/app/program.py",
    "python/app/scorer.py" from "plugins/python/app/scorer.py",
    "python/app/snapshot.py" from "plugins/python/app/snapshot.py",
    "python/app/streams.py" from "plugins/python/app/streams.py",
];

/// What the plugin with NumPy has beside that.
const NUMPY: Files = files![
    "python-numpy/build.py" from "plugins/python-numpy/build.py",
    "python-numpy/changes.py" from "plugins/python-numpy/changes.py",
    "python-numpy/compiler.py" from "plugins/python-numpy/compiler.py",
    "python-numpy/interpreter.py" from "plugins/python-numpy/interpreter.py",
    "python-numpy/mesonpy.py" from "plugins/python-numpy/mesonpy.py",
    "python-numpy/requirements.txt" from "plugins/python-numpy/requirements.txt",
    "python-numpy/sources.txt" from "plugins/python-numpy/sources.txt",
    "python-numpy/products.c" from "plugins/python-numpy/products.c",
    "python-numpy/support.c" from "plugins/python-numpy/support.c",
    "python-numpy/app/array_bytes.py" from "plugins/python-numpy/app/array_bytes.py",
    "python-numpy/app/carried.py" from "plugins/python-numpy/app/carried.py",
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
    parts: &'static [Files],
    /// Stands for what the host itself does after the build; whoever changes that changes this.
    version: &'static str,
    /// The builder's path in the unpacked folder.
    pub builder: &'static str,
    /// How long a build takes and what it needs, for people.
    pub takes: &'static str,
    /// Whether the builder goes on with what it finds of a build that was interrupted.
    pub goes_on: bool,
}

impl Bundle {
    /// The sources of a plugin.
    pub const fn of(plugin: Plugin) -> Self {
        match plugin {
            // After the build, its modules are joined.
            Plugin::Python => Self {
                parts: &[PYTHON, PYTHON_WIT, WIT],
                version: "lazaret python plugin sources 3",
                builder: "python/build.py",
                takes: "about half a minute",
                goes_on: false,
            },
            // The same.
            Plugin::PythonNumpy => Self {
                parts: &[NUMPY, PYTHON, PYTHON_WIT, WIT],
                version: "lazaret python-numpy plugin sources 1",
                builder: "python-numpy/build.py",
                takes: "about five minutes on two cores, 2 GB of disk meanwhile, 170 MB of packages; \
                        goes on where it was if interrupted",
                goes_on: true,
            },
            // After the build, a component is made of the module.
            Plugin::JavaScript => Self {
                parts: &[JAVASCRIPT, WIT],
                version: "lazaret javascript plugin sources 1",
                builder: "build.py",
                takes: "about a minute",
                goes_on: false,
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
        self.parts.iter().copied().flatten()
    }
}
