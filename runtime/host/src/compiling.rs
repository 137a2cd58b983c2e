//! The modules of packages, compiled once for all programs that may import them.
//!
//! Invariants:
//! - The interpreter that will run the code makes it, in a sandbox of its own in which nothing of the packages and of
//!   any candidate runs. The host looks into none of it.
//! - What is made follows from the interpreter, the packages and the recipe; whether it was made now or earlier, here or
//!   elsewhere, no program can tell. There are no programs that run without it.
//! - What is kept on the disk lies in a folder that nobody else can write to, under a name that stands for all that
//!   decides it, and with a digest over name and content; what fails its check is made anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use lazaret_engine::{CacheError, private_folder};
use lazaret_evaluate::{Call, Dataset, Script};
use lazaret_sandbox::COMPILED;
use lazaret_trial::{Budget, Class, Code, Digest, Digester, Lists, Reason, Value};
use lazaret_worker::{pack_dataset, unpack_dataset};

use crate::builds::make_room;
use crate::files::write_file;
use crate::home::Home;
use crate::host::Host;
use crate::interpreters::Plugin;
use crate::interrupt::Interrupt;
use crate::judge::{Bench, Judge};
use crate::packages::Packages;

/// What the interpreter is asked; it knows the rest itself.
const TEXT: &str = "from app.packages import packages\ncompiled = packages.compiled\n";

/// Ten times what the most text takes that packages may have, at some 2,000 for each byte.
const FUEL: u64 = 2_000_000_000_000;

/// Most of the address space: the code of all modules is there at once.
const MEMORY_BYTES: u64 = 3 << 30;

/// Fuel ends it everywhere; this is for machines that stand still.
const WALL_MS: u64 = 60 * 60 * 1000;

/// The most that there is: code is about as large as its source.
const RESULT_BYTES: u64 = 256 << 20;

/// The most sets of packages that are kept; a quarter of them goes when there are more.
const ENTRIES_MAX: usize = 64;

/// What was compiled so far, here and on the disk.
pub struct Compiled {
    folder: PathBuf,
    known: Mutex<BTreeMap<Digest, Arc<Slot>>>,
}

/// The files of packages and the code of their modules, or why there is none; nothing as long as nobody has made it.
/// Held while it is made, because others would only do the same.
type Slot = Mutex<Option<Result<Dataset, Reason>>>;

impl Compiled {
    /// Opens the folder.
    pub fn open(home: &Home) -> Result<Self, CacheError> {
        let folder = home.compiled_packages();
        private_folder(&folder)?;
        Ok(Self { folder, known: Mutex::default() })
    }

    fn slot(&self, key: Digest) -> Arc<Slot> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone()
    }

    fn path(&self, key: Digest) -> PathBuf {
        self.folder.join(format!("{}.modules", key.hex()))
    }

    /// What is kept under a name; none if there is nothing, or something else than was put there.
    fn read(&self, key: Digest) -> Option<Dataset> {
        let path = self.path(key);
        // A little more than the most that there is: names and lengths.
        if (RESULT_BYTES * 2) < fs::metadata(&path).ok()?.len() {
            return None;
        }
        let bytes = fs::read(path).ok()?;
        let (digest, packed) = bytes.split_first_chunk::<32>()?;
        if seal(key, packed).bytes() != digest {
            return None;
        }
        unpack_dataset(packed)
    }

    /// Keeps something. A full disk costs the time of making it again, no more.
    fn keep(&self, key: Digest, modules: &Dataset) {
        let packed = pack_dataset(modules);
        let bytes = [seal(key, &packed).bytes().as_slice(), &packed].concat();
        if write_file(&self.path(key), &bytes).is_ok() {
            drop(make_room(&self.folder, ENTRIES_MAX));
        }
    }
}

/// Stands for what is kept and for its name, so that no entry is taken for another.
fn seal(key: Digest, packed: &[u8]) -> Digest {
    Digester::new("lazaret compiled modules 1")
        .part("name", key.bytes())
        .part("modules", packed)
        .finish()
}

impl Host {
    /// The files of packages with the code of their modules, for programs of this interpreter. It is made now if
    /// nobody has made it before, which takes some half a second for each megabyte of source text.
    ///
    /// # Errors
    /// If the interpreter cannot do it, which is no program's fault.
    pub(crate) fn compiled(&self, plugin: Plugin, packages: &Packages) -> Result<Dataset, Reason> {
        let Some(digest) = packages.digest() else { return Ok(Dataset::default()) };
        let key = Digester::new("lazaret compiled packages 1")
            .part("interpreter", self.interpreter(plugin)?.program.digest().bytes())
            .part("packages", digest.bytes())
            .part("recipe", TEXT.as_bytes())
            .finish();
        let slot = self.compiled.slot(key);
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = &*slot {
            return made.clone();
        }
        let files = packages.files();
        let kept = self.compiled.read(key).and_then(|modules| together(&files, &modules));
        let made = match kept {
            Some(all) => Ok(all),
            None => self.compile_packages(plugin, &files).and_then(|modules| {
                let all = together(&files, &modules).ok_or_else(strange)?;
                self.compiled.keep(key, &modules);
                Ok(all)
            }),
        };
        // What says nothing about the packages is no answer for the next who asks.
        if !made.as_ref().is_err_and(|reason| reason.code.class() == Class::Inconclusive) {
            *slot = Some(made.clone());
        }
        made
    }

    fn compile_packages(&self, plugin: Plugin, files: &Dataset) -> Result<Dataset, Reason> {
        let budget = Budget::for_evaluators()
            .with("fuel", FUEL)
            .and_then(|budget| budget.with("memory", MEMORY_BYTES))
            .and_then(|budget| budget.with("wall_ms", WALL_MS))
            .and_then(|budget| budget.with("result", RESULT_BYTES));
        let budget = budget.map_err(|error| Reason::new(Code::FaultHost, error.to_string()))?;
        let script = Script::new(TEXT.to_owned(), "compile.py".to_owned());
        let program = self.interpreter(plugin)?.program.clone();
        let program = program.with_script(script).with_packages(files.clone());
        let bench = Bench {
            evaluator: program.clone(),
            evaluator_budget: budget.clone(),
            dataset: Dataset::default(),
            seed: 0,
            interface: None,
            candidate_budget: budget,
            lists: Lists::AsLists,
        };
        // Whoever interrupts a program ends all that runs, this as well.
        let interrupt = Interrupt::new();
        let call = Call { function: "compiled".to_owned(), arguments: Value::List(Vec::new()) };
        let outcome = Judge::new(self, &bench, &interrupt).run(&program, Some(&call));
        let value = outcome.result.map_err(|mut reason| {
            reason.message = format!("the packages cannot be compiled: {}", reason.message);
            if reason.code.class() != Class::Inconclusive {
                reason.code = Code::FaultHost;
            }
            reason
        })?;
        let Value::Object(members) = value else { return Err(strange()) };
        let mut modules = BTreeMap::new();
        for (path, text) in members {
            let Value::Text(text) = text else { return Err(strange()) };
            let code = BASE64_STANDARD.decode(text).map_err(|_| strange())?;
            modules.insert(path, code);
        }
        Ok(Arc::new(modules))
    }
}

/// Files and code in one; none if there is code of what is no module of these packages.
fn together(files: &Dataset, modules: &Dataset) -> Option<Dataset> {
    let mut all = BTreeMap::clone(files);
    for (path, code) in modules.iter() {
        if !path.ends_with(".py") || !files.contains_key(path) {
            return None;
        }
        all.insert(format!("{COMPILED}{path}"), code.clone());
    }
    Some(Arc::new(all))
}

fn strange() -> Reason {
    Reason::new(Code::FaultHost, "the interpreter makes something else of packages than code")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dataset(files: &[(&str, &[u8])]) -> Dataset {
        Arc::new(files.iter().map(|(path, it)| ((*path).to_owned(), it.to_vec())).collect())
    }

    /// Every byte of an entry counts, and so does its name.
    #[test]
    fn what_was_changed_on_the_disk_is_not_used() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let compiled = Compiled::open(&Home { data: path("data"), cache: path("cache") }).unwrap();
        let (one, two) = (Digest::of(b"one"), Digest::of(b"two"));
        let modules = dataset(&[("a.py", b"code"), ("b/c.py", b"")]);
        assert_eq!(compiled.read(one), None);
        compiled.keep(one, &modules);
        assert_eq!(compiled.read(one), Some(modules.clone()));
        let bytes = fs::read(compiled.path(one)).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            fs::write(compiled.path(one), &changed).unwrap();
            assert_eq!(compiled.read(one), None, "{at}");
            fs::write(compiled.path(one), &bytes[..at]).unwrap();
            assert_eq!(compiled.read(one), None, "{at}");
        }
        fs::write(compiled.path(two), &bytes).unwrap();
        assert_eq!(compiled.read(two), None);
        fs::write(compiled.path(one), &bytes).unwrap();
        assert_eq!(compiled.read(one), Some(modules));
    }

    #[test]
    fn code_of_what_is_no_module_is_refused() {
        let files = dataset(&[("a.py", b"x = 1\n"), ("a.txt", b"")]);
        let all = together(&files, &dataset(&[("a.py", b"code")])).unwrap();
        assert_eq!(all.get("compiled:a.py").map(Vec::as_slice), Some(&b"code"[..]));
        assert_eq!(all.len(), 3);
        for path in ["b.py", "a.txt", "compiled:a.py", ""] {
            assert_eq!(together(&files, &dataset(&[(path, b"code")])), None, "{path}");
        }
    }
}
