//! The largest programs that there are, the interpreters, under two settings of the compiler: scripts load and
//! answer alike, with the same fuel. An input is a script; one that begins with `//` is JavaScript.
//!
//! The interpreters are those of the tests (`target/test-home`), built if they are not there, and compiled anew
//! in the second setting, which takes a while.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use lazaret_admission::AdmittedComponent;
use lazaret_host::{Home, Plugin, Plugins};
use wasmtime::component::{Component, Func, Instance, Linker, Val};
use wasmtime::{AsContextMut, Store};

use super::engines::{self, Engines};
use super::{Limits, Outcome, Target, quiet};
use crate::mutate::bytes;
use crate::pool::{self, Pool};
use crate::random::Random;

/// The fuel of the start, of loading and of the call.
const FUEL: u64 = 100_000_000;

/// The largest script.
const BYTES_MAX: usize = 16 << 10;

const WORDS: &[&str] = &[
    "def f(x):\n",
    "    return ",
    "for i in range(9):\n",
    "lambda x: x",
    "class A:\n",
    "try:\n",
    "except:\n",
    "yield ",
    "import math\n",
    "0.1",
    "1e308",
    "'x'",
    "[1]",
    "{}",
    "None",
    "True",
    "function f(x) {",
    "return ",
    "}",
    "=> ",
    "let ",
    "const ",
    "async ",
    "await ",
    "`${x}`",
    "null",
    "undefined",
    "NaN",
    "/x+/g",
    "...",
    "x",
    "f(x)",
    "(",
    ")",
    ":",
    ";",
    "\n",
    "**",
    "%",
    "//",
    "#",
];

/// The target.
pub struct Interpreters {
    python: Interpreter,
    javascript: Interpreter,
    seeds: Vec<Vec<u8>>,
}

/// One interpreter, compiled in both settings.
struct Interpreter {
    strict: (Component, Linker<()>),
    plain: (Component, Linker<()>),
}

impl Interpreters {
    /// Builds what is missing and compiles.
    ///
    /// # Errors
    /// If an interpreter cannot be had.
    pub fn open() -> Result<Self> {
        let engines = Engines::start()?;
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let home = tests.join("../target/test-home");
        let home = Home { data: home.join("data"), cache: home.join("cache") };
        let plugins = Plugins::open(&home)?;
        let open = |language| {
            let record = plugins.get(language, &mut |_| ())?;
            Interpreter::compile(&engines, &plugins.component(&record)?)
        };
        let mut seeds = Vec::new();
        for folder in ["python", "javascript"] {
            for (name, text) in pool::files(&tests.join("corpus").join(folder))? {
                let known = [".py", ".js"].iter().any(|extension| name.ends_with(extension));
                if known && text.len() <= BYTES_MAX {
                    seeds.push(text);
                }
            }
        }
        let (python, javascript) = (open(Plugin::Python)?, open(Plugin::JavaScript)?);
        Ok(Self { python, javascript, seeds })
    }
}

impl Interpreter {
    fn compile(engines: &Engines, component: &AdmittedComponent) -> Result<Self> {
        let ready = |engine: &wasmtime::Engine| {
            let component = Component::from_binary(engine, component.bytes())?;
            let linker = quiet::linker(engine, &component)?;
            Ok((component, linker))
        };
        let ready =
            |engine| ready(engine).map_err(|error: wasmtime::Error| anyhow::anyhow!("{error:?}"));
        let strict = ready(engines.strict()).context("the first setting")?;
        Ok(Self { strict, plain: ready(engines.plain()).context("the second setting")? })
    }
}

impl Target for Interpreters {
    fn limits(&self) -> Limits {
        let wall = Duration::from_secs(60);
        Limits { wall, heap_bytes: 512 << 20, heap_bytes_per_byte: 0 }
    }

    fn runs(&self) -> u64 {
        1_000
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        self.seeds.clone()
    }

    fn input(&mut self, random: &mut Random, pool: &Pool) -> Vec<u8> {
        let mut input = pool.pick(random).unwrap_or_default().to_vec();
        bytes::mutate(&mut input, random, pool, WORDS, BYTES_MAX);
        input
    }

    fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let source = String::from_utf8_lossy(input).replace('\0', "");
        let javascript = source.starts_with("//");
        let (interpreter, file) =
            if javascript { (&self.javascript, "x.js") } else { (&self.python, "x.py") };
        let strict = steps(&interpreter.strict, &source, file);
        let plain = steps(&interpreter.plain, &source, file);
        let deep =
            |steps: &[(String, u64)]| steps.iter().any(|(end, _)| end.contains("Trap(Stack)"));
        if deep(&strict) || deep(&plain) {
            return Ok(Outcome::new("stack depth of a setting", ""));
        }
        if strict != plain {
            return Err(format!("two settings: {strict:.600?} and {plain:.600?}"));
        }
        let (end, fuel) = strict.last().cloned().unwrap_or_default();
        let class = match (strict.len(), end.contains("Trap(")) {
            (_, true) => "same, trapped",
            (4, _) => "same, called",
            _ => "same, not loaded",
        };
        let shown: String = end.chars().take(80).collect();
        Ok(Outcome::new(format!("{file}: {class}"), &shown).and(FUEL - fuel))
    }
}

/// The start, the loading, the top level and the call, each with how it ended and the fuel that was left.
fn steps(ready: &(Component, Linker<()>), source: &str, file: &str) -> Vec<(String, u64)> {
    let mut steps = Vec::new();
    if let Err(error) = run(ready, source, file, &mut steps) {
        steps.push((format!("{:?}", engines::ended(&error)), 0));
    }
    steps
}

fn run(
    (component, linker): &(Component, Linker<()>),
    source: &str,
    file: &str,
    steps: &mut Vec<(String, u64)>,
) -> wasmtime::Result<()> {
    let mut store = engines::fresh_store(component.engine())?;
    store.set_fuel(FUEL)?;
    let instance = linker.instantiate(&mut store, component)?;
    steps.push((String::new(), store.get_fuel()?));
    let text = |text: &str| Val::String(text.to_owned());
    let role = Val::Enum("candidate".to_owned());
    let load = function(&mut store, &instance, "lazaret:candidate/script@0.1.0", "load")?;
    let loaded = call(&mut store, load, &[text(source), text(file), role], steps)?;
    if !matches!(loaded, Val::Result(Ok(_))) {
        return Ok(());
    }
    let top = function(&mut store, &instance, "lazaret:candidate/script@0.1.0", "run")?;
    if matches!(call(&mut store, top, &[], steps)?, Val::Result(Ok(_))) {
        let ask = function(&mut store, &instance, "lazaret:candidate/program@0.1.0", "call")?;
        call(&mut store, ask, &[text("f"), text("[]")], steps)?;
    }
    Ok(())
}

fn call(
    store: &mut Store<()>,
    function: Func,
    arguments: &[Val],
    steps: &mut Vec<(String, u64)>,
) -> wasmtime::Result<Val> {
    store.set_fuel(FUEL)?;
    let mut results = [Val::Bool(false)];
    let called = function.call(store.as_context_mut(), arguments, &mut results);
    let end = match &called {
        Ok(()) => format!("{results:?}"),
        Err(error) => format!("{:?}", engines::ended(error)),
    };
    steps.push((end, store.get_fuel()?));
    let [result] = results;
    // A component that trapped is not entered again.
    Ok(if called.is_ok() { result } else { Val::Bool(false) })
}

fn function(
    store: &mut Store<()>,
    instance: &Instance,
    interface: &str,
    name: &str,
) -> wasmtime::Result<Func> {
    let at = instance.get_export_index(&mut *store, None, interface);
    let at = at.and_then(|at| instance.get_export_index(&mut *store, Some(&at), name));
    let found = at.and_then(|at| instance.get_func(&mut *store, at));
    found.ok_or_else(|| wasmtime::Error::msg("the interpreter lacks a function"))
}
