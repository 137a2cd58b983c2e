//! A task's folder: `task.toml`, `task.wit`, an evaluator, data, and links that lead out of it.
//!
//! An input is a folder as one text: a line `=== NAME` begins a file, `=== NAME -> PATH` is a link.

use std::error::Error;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use lazaret_host::{Task, TaskError, TaskWit, read_interface};
use lazaret_trial::{Budget, Function, LIMITS};
use tempfile::TempDir;

use super::{Limits, Outcome, Target, number_of};
use crate::mutate::bytes;
use crate::pool::Pool;
use crate::programs::values::{any_value, value_of};
use crate::random::Random;

/// More than the 64 KiB that `task.toml` and `task.wit` may have.
const BYTES_MAX: usize = 160 << 10;

/// A message may quote the text that it is about, once or twice.
const MESSAGE_BYTES_MAX: usize = 256 << 10;

/// What lies beside the folder and must never be seen from inside.
const SECRET: &str = "what lies outside of the folder";

const WORDS: &[&str] = &[
    "\n=== task.toml\n",
    "\n=== task.wit\n",
    "\n=== evaluator.py\n",
    "\n=== evaluator.wasm\n",
    "\n=== data/words.txt\n",
    "\n=== data -> ..\n",
    "\n=== evaluator.py -> ../outside.py\n",
    "\n=== data/link -> ../../outside.py\n",
    "\n=== task.wit -> ../outside.py\n",
    "\n=== task.toml -> /etc/passwd\n",
    "name = \"a\"\n",
    "title = ",
    "evaluator = ",
    "\"../outside.py\"",
    "\"evaluator.js\"",
    "\"data\"",
    "'.'",
    "[candidate]\n",
    "[evaluator_budget]\n",
    "fuel = ",
    "memory = ",
    "wall_ms = ",
    "output = ",
    "host_calls = ",
    "handles = ",
    "result = ",
    "\"64 KiB\"",
    "\"1.5 GiB\"",
    "\"1e3\"",
    "0x7f",
    "0o17",
    "0b1",
    "1_000",
    "1e9",
    "nan",
    "inf",
    "true",
    "1979-05-27",
    "[[",
    "]]",
    "\"\"\"",
    "'''",
    "\\u0000",
    "\\U0010FFFF",
    "candidate.fuel",
    "package a:b;\n",
    "package a:b@1.0.0;\n",
    "interface x {\n",
    "}\n",
    "f: func(",
    ") -> ",
    "list<",
    "option<",
    "tuple<",
    "result<",
    "_, ",
    ">",
    "u8",
    "s64",
    "f32",
    "string",
    "char",
    "bool",
    "record r {",
    "variant v {",
    "enum e {",
    "flags f {",
    "resource r;",
    "type t = ",
    "use x.{y};",
    "world w {",
    "import ",
    "export ",
    "include ",
    "async ",
    "stream<u8>",
    "future",
    "borrow<",
    "own<",
    "@since(version = 0.1.0)",
    "@unstable(feature = a)",
    "%f",
    "// ",
    "/* ",
    "*/",
    "lazaret:candidate/types@0.1.0",
    "wasi:io/poll@0.2.0",
    "use lazaret:candidate/types@0.1.0.{value};",
    "\u{202e}",
    "\u{feff}",
    ",",
    ";",
    ":",
];

/// The target.
pub struct TaskFolder {
    folder: TempDir,
}

impl TaskFolder {
    /// Makes the folder in which the task's folder comes and goes.
    ///
    /// # Errors
    /// If there is no room for it.
    pub fn open() -> Result<Self> {
        let folder = tempfile::tempdir().context("no temporary folder")?;
        fs::write(folder.path().join("outside.py"), SECRET).context("no temporary folder")?;
        Ok(Self { folder })
    }
}

impl Target for TaskFolder {
    fn limits(&self) -> Limits {
        let wall = Duration::from_secs(2);
        Limits { wall, heap_bytes: 64 << 20, heap_bytes_per_byte: 4_096 }
    }

    fn runs(&self) -> u64 {
        50_000
    }

    fn extension(&self) -> &'static str {
        "task"
    }

    fn input(&mut self, random: &mut Random, pool: &Pool) -> Vec<u8> {
        let mut input = match random.below(4) {
            0 => folder(random).into_bytes(),
            _ => pool.pick(random).unwrap_or_default().to_vec(),
        };
        if !random.once_in(8) {
            bytes::mutate(&mut input, random, pool, WORDS, BYTES_MAX);
        }
        input
    }

    fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let folder = self.folder.path().join("task");
        write(&folder, &String::from_utf8_lossy(input)).map_err(|error| format!("{error:#}"))?;
        let (task, again) = (Task::read(&folder, &[]), Task::read(&folder, &[]));
        if shown(&task) != shown(&again) {
            return Err("the same folder reads otherwise the second time".to_owned());
        }
        let interface = read_interface(&folder.join("task.wit"));
        if let Ok(wit) = &interface {
            check_interface(wit, &mut Random::of(number_of(input), 0))?;
        }
        match task {
            Ok(task) => check(&task, interface),
            Err(error) => {
                let why = chain(&error);
                if why.contains(SECRET) || MESSAGE_BYTES_MAX < why.len() {
                    return Err(format!("an error of {} bytes: {why:.400}", why.len()));
                }
                Ok(Outcome::new("rejected", &why))
            }
        }
    }
}

/// All that a reading gives, as text.
fn shown(task: &Result<Task, TaskError>) -> String {
    match task {
        Ok(task) => format!(
            "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            task.name,
            task.title,
            task.evaluator_file,
            task.evaluator_bytes,
            task.wit.as_ref().map(|wit| (wit.text(), wit.interface())),
            task.candidate_budget,
            task.evaluator_budget,
            task.dataset
        ),
        Err(error) => chain(error),
    }
}

fn chain(error: &TaskError) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}

/// What holds for every task that is read.
fn check(task: &Task, interface: Result<TaskWit, TaskError>) -> Result<Outcome, String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !(1..=64).contains(&task.name.len()) || !task.name.bytes().all(plain) {
        return Err(format!("the name `{:?}`", task.name));
    }
    let all = std::iter::once(&task.evaluator_bytes).chain(task.dataset.values());
    if all.into_iter().any(|bytes| bytes == SECRET.as_bytes()) {
        return Err("a file from outside of the folder".to_owned());
    }
    if task.title.chars().chain(task.evaluator_file.chars()).any(char::is_control) {
        return Err("a control character in a title or a name".to_owned());
    }
    check_budget(&task.candidate_budget)?;
    check_budget(&task.evaluator_budget)?;
    match (&task.wit, interface) {
        (None, _) => Ok(Outcome::new("accepted", "").and(task.dataset.len() as u64)),
        (Some(wit), Ok(same)) if wit.interface() == same.interface() => {
            let types = wit.interface().to_string();
            Ok(Outcome::new("accepted with an interface", &types))
        }
        (Some(_), other) => Err(format!("alone, the interface reads otherwise: {other:?}")),
    }
}

fn check_budget(budget: &Budget) -> Result<(), String> {
    let numbers = [
        budget.fuel,
        budget.memory_bytes,
        budget.wall_ms,
        budget.output_bytes,
        budget.host_calls,
        budget.handles,
        budget.result_bytes,
    ];
    for (limit, number) in LIMITS.iter().zip(numbers) {
        if !(limit.minimum..=limit.maximum).contains(&number) {
            return Err(format!("`{}` is {number}", limit.name));
        }
    }
    Ok(())
}

/// Whatever an interface declares, plain data meets it: what fits is accepted and then stays as it is, and
/// what does not is refused.
fn check_interface(wit: &TaskWit, random: &mut Random) -> Result<(), String> {
    for function in wit.interface().functions.iter().take(16) {
        drop(function.accept_arguments(any_value(random)));
        drop(function.accept_result(any_value(random)));
        check_result(function, random)?;
    }
    Ok(())
}

fn check_result(function: &Function, random: &mut Random) -> Result<(), String> {
    let Some(ty) = &function.result else { return Ok(()) };
    let value = value_of(ty, random);
    let accepted = function
        .accept_result(value.clone())
        .map_err(|why| format!("`{value:.200}` does not fit `{function:.200}`: {why}"))?;
    match function.accept_result(accepted.clone()) {
        Ok(again) if again.to_string() == accepted.to_string() => Ok(()),
        _ => Err(format!("`{accepted:.200}` does not stay as it is in `{function:.200}`")),
    }
}

/// Lays the folder anew.
fn write(folder: &Path, text: &str) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).context("the last folder stays")?;
    }
    fs::create_dir(folder).context("no temporary folder")?;
    let text = format!("\n{text}");
    for part in text.split("\n=== ").skip(1) {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        let (name, link) = match head.split_once(" -> ") {
            Some((name, link)) => (name, Some(link)),
            None => (head, None),
        };
        if is_usable(name) {
            lay(&folder.join(name), body, link).with_context(|| format!("cannot lay `{name}`"))?;
        }
    }
    Ok(())
}

/// One file or link. Some names cannot be laid beside each other, and then the first stays.
fn lay(path: &Path, body: &str, link: Option<&str>) -> Result<()> {
    let parent = path.parent().context("no parent")?;
    let taken = path.symlink_metadata().is_ok() || parent.is_symlink();
    if taken || fs::create_dir_all(parent).is_err() {
        return Ok(());
    }
    match link {
        Some(link) if link.is_empty() || link.contains('\0') => {}
        Some(link) => symlink(link, path)?,
        None => fs::write(path, body)?,
    }
    Ok(())
}

/// At most one folder deep, of harmless characters.
fn is_usable(name: &str) -> bool {
    let part = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        (1..=40).contains(&part.len()) && part != "." && part != ".." && part.bytes().all(plain)
    };
    name.split('/').count() <= 2 && name.split('/').all(part)
}

/// A folder that is mostly a task.
fn folder(random: &mut Random) -> String {
    let mut text = "=== task.toml\nname = \"fuzz\"\n".to_owned();
    for table in ["candidate", "evaluator_budget"] {
        if random.once_in(2) {
            text.push_str(&format!("[{table}]\n"));
            for limit in &LIMITS {
                if random.once_in(3) {
                    let span = usize::try_from(limit.maximum - limit.minimum).unwrap_or(usize::MAX);
                    let number = limit.minimum + (random.below(span) as u64 >> random.below(40));
                    let quoted = if random.once_in(3) { "\"" } else { "" };
                    text.push_str(&format!("{} = {quoted}{number}{quoted}\n", limit.name));
                }
            }
        }
    }
    text.push_str("=== evaluator.py\ndef evaluate(candidate, case): return 1.0\n");
    if !random.once_in(4) {
        text.push_str("=== task.wit\ninterface fuzz {\n");
        let mut types = Vec::new();
        for index in 0..random.length(6) {
            text.push_str(&declaration(index, &types, random));
            types.push(format!("t{index}"));
        }
        for index in 0..random.between(1, 5) {
            let parameters: Vec<String> = (0..random.below(4))
                .map(|parameter| format!("p{parameter}: {}", ty(&types, random, 0)))
                .collect();
            let result = match random.below(4) {
                0 => String::new(),
                _ => format!(" -> {}", ty(&types, random, 0)),
            };
            text.push_str(&format!("  f{index}: func({}){result};\n", parameters.join(", ")));
        }
        text.push_str("}\n");
    }
    text
}

fn declaration(index: usize, types: &[String], random: &mut Random) -> String {
    let count = random.between(1, 5);
    let mut parts = |part: &dyn Fn(usize, String) -> String| {
        let parts: Vec<String> = (0..count).map(|at| part(at, ty(types, random, 0))).collect();
        parts.join(", ")
    };
    match index % 5 {
        0 => format!("  record t{index} {{ {} }}\n", parts(&|at, ty| format!("a{at}: {ty}"))),
        1 => format!("  variant t{index} {{ {} }}\n", parts(&|at, ty| format!("b{at}({ty})"))),
        2 => format!("  enum t{index} {{ {} }}\n", parts(&|at, _| format!("c{at}"))),
        3 => format!("  flags t{index} {{ {} }}\n", parts(&|at, _| format!("d{at}"))),
        _ => format!("  type t{index} = tuple<{}>;\n", parts(&|_, ty| ty)),
    }
}

fn ty(types: &[String], random: &mut Random, depth: usize) -> String {
    const SIMPLE: &[&str] = &[
        "bool", "s8", "u8", "s16", "u16", "s32", "u32", "s64", "u64", "f32", "f64", "char",
        "string",
    ];
    let simple = random.pick(SIMPLE).copied().unwrap_or("u8").to_owned();
    let inner = |random: &mut Random| ty(types, random, depth + 1);
    match random.below(if depth < 4 { 10 } else { 6 }) {
        0..=3 => simple,
        4 | 5 => random.pick(types).cloned().unwrap_or(simple),
        6 => format!("list<{}>", inner(random)),
        7 => format!("option<{}>", inner(random)),
        8 => format!("tuple<{}, {}>", inner(random), inner(random)),
        _ => format!("result<{}, {}>", inner(random), inner(random)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_folders_are_mostly_tasks() {
        let mut target = TaskFolder::open().unwrap();
        let mut accepted = 0;
        for index in 0..60 {
            let text = folder(&mut Random::of(2, index));
            let outcome = target.run(text.as_bytes()).unwrap_or_else(|why| panic!("{why}\n{text}"));
            accepted += usize::from(outcome.class.starts_with("accepted"));
        }
        assert!(40 < accepted, "{accepted}");
    }

    #[test]
    fn what_leads_out_of_the_folder_is_no_part_of_it() {
        let mut target = TaskFolder::open().unwrap();
        let task = "=== task.toml\nname = \"a\"\n";
        for link in ["evaluator.py -> ../outside.py", "data -> ..", "data/x -> ../../outside.py"] {
            let rest = if link.starts_with("data") { "=== evaluator.py\n\n" } else { "" };
            let input = format!("{task}{rest}=== {link}\n");
            let outcome = target.run(input.as_bytes()).unwrap();
            assert_eq!(outcome.class, "rejected", "{link}");
        }
    }
}
