//! The house rules, each a function from a file to its findings, each with a test that it fires.

use std::collections::BTreeMap;

/// The most lines of a source file: what one person reads in one sitting.
pub const LINES_MAX: usize = 600;

/// Which crates of ours each crate may depend on. An edge that is not here needs a commit of its own and
/// a line in this table.
pub const EDGES: &[(&str, &[&str])] = &[
    ("lazaret-trial", &[]),
    ("lazaret-admission", &["lazaret-trial"]),
    ("lazaret-jail", &["lazaret-trial"]),
    ("lazaret-toolchain", &["lazaret-trial", "lazaret-jail"]),
    ("lazaret-engine", &["lazaret-trial", "lazaret-admission"]),
    ("lazaret-sandbox", &["lazaret-trial", "lazaret-engine"]),
    ("lazaret-evaluate", &["lazaret-trial", "lazaret-engine", "lazaret-sandbox"]),
    (
        "lazaret-worker",
        &[
            "lazaret-trial",
            "lazaret-admission",
            "lazaret-engine",
            "lazaret-sandbox",
            "lazaret-evaluate",
            "lazaret-jail",
        ],
    ),
    ("lazaret-ledger", &["lazaret-trial"]),
    (
        "lazaret-host",
        &[
            "lazaret-ledger",
            "lazaret-trial",
            "lazaret-admission",
            "lazaret-toolchain",
            "lazaret-engine",
            "lazaret-sandbox",
            "lazaret-evaluate",
            "lazaret-jail",
            "lazaret-worker",
        ],
    ),
    ("lazaret-service", &["lazaret-host", "lazaret-trial"]),
    ("lazaret-attack", &["lazaret-host", "lazaret-trial"]),
    ("lazaret-campaign", &["lazaret-host", "lazaret-trial"]),
    ("lazaret-measure", &["lazaret-host", "lazaret-trial"]),
    ("lazaret-report", &["lazaret-campaign", "lazaret-host", "lazaret-trial"]),
    (
        "lazaret-cli",
        &[
            "lazaret-attack",
            "lazaret-campaign",
            "lazaret-host",
            "lazaret-measure",
            "lazaret-report",
            "lazaret-service",
            "lazaret-trial",
        ],
    ),
];

/// A crate that only one of ours may use, and why it is that one.
pub const OWNERS: &[(&str, &[&str])] = &[
    // Whoever has the engine's types can make a store or a configuration.
    ("wasmtime", &["lazaret-engine", "lazaret-sandbox"]),
    // Whoever parses WebAssembly decides what is admitted, or makes what is.
    ("wasmparser", &["lazaret-admission", "lazaret-engine", "lazaret-toolchain"]),
    ("wasm-encoder", &["lazaret-toolchain"]),
    // Worlds and bindings are made in one place.
    ("wit-bindgen-c", &["lazaret-toolchain"]),
    ("wit-bindgen-core", &["lazaret-toolchain"]),
    ("wit-bindgen-rust", &["lazaret-toolchain"]),
    ("wit-component", &["lazaret-toolchain"]),
    ("wit-parser", &["lazaret-toolchain"]),
    // Whoever locks a process up starts it, too.
    ("landlock", &["lazaret-jail"]),
    ("seccompiler", &["lazaret-jail"]),
    // What is recorded, or waits to be, is written in one place each.
    ("rusqlite", &["lazaret-ledger", "lazaret-service"]),
    ("signed_note", &["lazaret-ledger"]),
    ("tlog_tiles", &["lazaret-ledger"]),
    // Whoever speaks HTTP has clients that nobody vouches for.
    ("axum", &["lazaret-service"]),
    ("hyper", &["lazaret-service"]),
    ("hyper-util", &["lazaret-service"]),
    ("tower-http", &["lazaret-service"]),
    // Whoever asks others over the network does so in one place.
    ("ureq", &["lazaret-campaign"]),
    ("utoipa", &["lazaret-service"]),
    ("prometheus", &["lazaret-service"]),
    ("tracing-subscriber", &["lazaret-cli"]),
    // Arguments, colours and tables are for the one that prints.
    ("clap", &["lazaret-cli"]),
    ("console", &["lazaret-cli"]),
    ("indicatif", &["lazaret-cli"]),
    ("comfy-table", &["lazaret-cli"]),
    ("etcetera", &["lazaret-cli"]),
    // Errors below the edge are enumerations that a caller can match on.
    ("heck", &["lazaret-toolchain"]),
    ("anyhow", &["lazaret-cli", "lazaret-host", "lazaret-toolchain"]),
];

/// Words that may stand in few files only, with those files.
pub const CONFINED: &[(&str, &[&str])] = &[
    ("Store::new(", &["runtime/sandbox/src/store.rs", "runtime/engine/src/slots_tests.rs"]),
    ("Config::new(", &["runtime/engine/src/config.rs"]),
    ("println!(", &["runtime/cli/"]),
    ("eprintln!(", &["runtime/cli/", "runtime/ledger/tests/", "tests/xtask/"]),
    ("print!(", &["runtime/cli/"]),
    ("eprint!(", &["runtime/cli/"]),
    ("io::stdout(", &["runtime/cli/", "runtime/ledger/tests/"]),
    ("io::stderr(", &["runtime/cli/", "tests/xtask/"]),
    ("env::var", &["runtime/cli/src/home.rs", "runtime/ledger/tests/", "runtime/toolchain/tests/"]),
    ("process::exit(", &["runtime/cli/src/interrupt.rs", "runtime/worker/src/runner.rs"]),
    (
        "Command::new(",
        &[
            "runtime/host/src/plugins.rs",
            "runtime/host/src/doctor.rs",
            // Programs of others, with a candidate's text in their hands.
            "runtime/jail/src/child.rs",
            // This program itself, as a worker, and to try what a worker may not.
            "runtime/worker/src/pool.rs",
            "runtime/cli/src/commands/jail_probe.rs",
            // A command of the user's that proposes programs, with the user's rights.
            "runtime/campaign/src/proposer/command.rs",
            // The native interpreter and this program, as what a user starts.
            "runtime/measure/src/native.rs",
            // Questions to compilers, and the standard library that comes with one.
            "runtime/toolchain/src/tools.rs",
            "runtime/toolchain/src/standard.rs",
            "runtime/toolchain/tests/",
            // Processes that are killed while they append, and the second opinion.
            "runtime/ledger/tests/",
            "tests/",
        ],
    ),
    // What can be made weak for a test can be so in no build for release: what decides it stands in few places.
    (
        "debug_assertions",
        &[
            "runtime/trial/src/weakness.rs",
            "runtime/cli/src/arguments.rs",
            "runtime/cli/src/main.rs",
        ],
    ),
    // What advisories of the engine say to avoid; `runtime/SECURITY.md` rests on it.
    ("get_module_export", &[]),
    ("call_async", &[]),
    ("epoch_deadline_callback", &[]),
    ("PoolingAllocationConfig", &[]),
    // The view of a guest's memories: for workers that are made for profiles, and for the one who reads there.
    ("coredump_on_trap", &["runtime/engine/src/config.rs"]),
    ("WasmCoreDump", &["runtime/sandbox/src/probe.rs"]),
    ("Engine::looking(", &["runtime/engine/src/artifact.rs", "runtime/worker/src/runner.rs"]),
    // Loading native code is the one thing that the type system cannot make safe; giving a process up takes
    // calls that no library wraps; memories that are used again are raw memory. What is compiled into guests speaks the canonical ABI with raw memory, in
    // a sandbox.
    (
        "unsafe {",
        &[
            "runtime/engine/src/cache.rs",
            "runtime/engine/src/slots.rs",
            "runtime/jail/src/",
            "runtime/toolchain/guest/",
        ],
    ),
    // Memories that are used again, and the list of pages that this rests on.
    ("MemoryCreator", &["runtime/engine/src/config.rs", "runtime/engine/src/slots.rs"]),
    ("/proc/self/pagemap", &["runtime/engine/src/pagemap.rs", "runtime/jail/src/confine.rs"]),
];

/// What a manifest says that concerns the layers.
#[derive(Debug, Default)]
pub struct Manifest {
    pub name: String,
    /// What the crate itself needs; what only its tests need is not listed.
    pub dependencies: Vec<String>,
    pub inherits_lints: bool,
    pub publishes: bool,
}

/// Reads a manifest.
///
/// # Errors
/// If it is not TOML.
pub fn manifest(text: &str) -> Result<Manifest, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let at = |path: &[&str]| {
        let mut value = table.get(*path.first()?)?;
        for key in path.iter().skip(1) {
            value = value.get(key)?;
        }
        Some(value)
    };
    let mut dependencies: Vec<String> = Vec::new();
    for kind in ["dependencies", "build-dependencies"] {
        let names = at(&[kind]).and_then(toml::Value::as_table);
        dependencies.extend(names.into_iter().flat_map(|table| table.keys().cloned()));
    }
    let flag = |path: &[&str]| at(path).and_then(toml::Value::as_bool).unwrap_or(false);
    Ok(Manifest {
        name: at(&["package", "name"]).and_then(toml::Value::as_str).unwrap_or_default().to_owned(),
        dependencies,
        inherits_lints: flag(&["lints", "workspace"]),
        publishes: !(flag(&["package", "publish", "workspace"])
            || at(&["package", "publish"]) == Some(&toml::Value::Boolean(false))),
    })
}

/// Edges that the table does not have, crates that it does not know, and lints that are not inherited.
pub fn check_manifest(manifest: &Manifest) -> Vec<String> {
    let mut findings = Vec::new();
    if !manifest.inherits_lints {
        findings.push("`[lints] workspace = true` is missing".to_owned());
    }
    if manifest.publishes {
        findings.push("`publish` is not false".to_owned());
    }
    let allowed: BTreeMap<&str, &[&str]> = EDGES.iter().copied().collect();
    let Some(allowed) = allowed.get(manifest.name.as_str()) else {
        findings.push(format!("`{}` is not in the table of layers", manifest.name));
        return findings;
    };
    for dependency in &manifest.dependencies {
        if dependency.starts_with("lazaret-") && !allowed.contains(&dependency.as_str()) {
            findings.push(format!("`{}` must not depend on `{dependency}`", manifest.name));
        }
        let owners = OWNERS.iter().find(|(name, _)| name == dependency).map(|(_, owners)| *owners);
        if owners.is_some_and(|owners| !owners.contains(&manifest.name.as_str())) {
            findings.push(format!("`{}` must not depend on `{dependency}`", manifest.name));
        }
    }
    findings
}

/// Manifests and settings of cargo that give a build for release what only builds for tests have: with
/// `debug-assertions` on, walls could be taken away in it.
pub fn check_profiles(text: &str) -> Vec<String> {
    let lines = (1..).zip(text.lines());
    let switched = lines
        .filter(|(_, line)| line.to_lowercase().replace('_', "-").contains("debug-assertions"));
    switched
        .map(|(number, _)| format!("line {number}: `debug-assertions` is for no profile to decide"))
        .collect()
}

/// Files that are too long to be read.
pub fn check_length(text: &str) -> Vec<String> {
    let lines = text.lines().count();
    if lines <= LINES_MAX {
        return Vec::new();
    }
    vec![format!("{lines} lines, {LINES_MAX} are allowed")]
}

/// Modules that do not say what they are for.
pub fn check_module_docs(text: &str) -> Vec<String> {
    if text.starts_with("//! ") {
        return Vec::new();
    }
    vec!["the first line is no `//!` sentence on what the module is for".to_owned()]
}

/// Words outside of the files that they are confined to. Comments and what comes after `mod tests` may
/// say anything.
pub fn check_confined(path: &str, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for (number, line) in code_lines(text) {
        for (word, places) in CONFINED {
            let here = places.iter().any(|place| path.starts_with(place));
            if !here && has_word(line, word) {
                findings.push(format!("line {number}: `{word}` belongs to {}", places.join(", ")));
            }
        }
    }
    findings
}

/// Whether `line` has `word` and not only as the end of a longer one: `println!(` is no `print!(`.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_alphanumeric() && before != '_')
    })
}

/// The lines before the tests of a file that are no comments, with their numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = (1..).zip(text.lines());
    let code = lines.take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
    code.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Marks of unfinished work, and lints that are switched off without a reason.
pub fn check_leftovers(text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for mark in ["TODO", "FIXME", "XXX"] {
            if has_word(line, mark) {
                findings.push(format!("line {number}: `{mark}`: open an issue instead"));
            }
        }
        if line.trim_start().starts_with("#[allow(") || line.trim_start().starts_with("#![allow(") {
            findings.push(format!("line {number}: `allow`: use `expect` with a reason"));
        }
        if line.trim() == "#[ignore]" || line.trim_start().starts_with("#[ignore =") {
            findings.push(format!("line {number}: a test that does not run"));
        }
        if line.ends_with([' ', '\t', '\r']) {
            findings.push(format!("line {number}: ends in white space"));
        }
    }
    findings
}

/// Items of a WIT file without `@since`, and a file without its package line. Parts of records, variants
/// and enumerations come and go with the whole and need no version of their own.
pub fn check_wit(text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let mut since = false;
    // How deep the line is in records, variants and enumerations, whose parts need no version.
    let mut inside_type = 0_usize;
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with("//") || line.starts_with("package ") || line == "}"
        {
            inside_type = inside_type.saturating_sub(usize::from(line == "}"));
            continue;
        }
        if line.starts_with("@since(version = ") {
            since = true;
            continue;
        }
        if inside_type == 0 && !since {
            findings.push(format!("line {number}: no `@since` before `{line}`"));
        }
        let opens_type =
            ["record ", "variant ", "enum ", "flags "].iter().any(|it| line.starts_with(it));
        inside_type += usize::from(opens_type && line.ends_with('{'));
        since = false;
    }
    if !text.lines().any(|line| line.starts_with("package ")) {
        findings.push("no `package` line".to_owned());
    }
    findings
}

/// An interface that is not alone in its file or not of its file's name.
pub fn check_wit_name(path: &str, text: &str) -> Vec<String> {
    let stem =
        path.rsplit('/').next().and_then(|name| name.strip_suffix(".wit")).unwrap_or_default();
    let interfaces: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("interface "))
        .filter_map(|rest| rest.split_whitespace().next())
        .collect();
    let expected: &[&str] = if stem == "world" { &[] } else { &[stem] };
    if interfaces == expected {
        return Vec::new();
    }
    vec![format!("the interfaces are {interfaces:?}, expected {expected:?}")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(findings: &[String], expected: &[&str]) {
        assert_eq!(findings.len(), expected.len(), "{findings:?}");
        for (finding, expected) in findings.iter().zip(expected) {
            assert!(finding.contains(expected), "`{expected}` is not in `{finding}`");
        }
    }

    fn manifest_of(name: &str, rest: &str) -> Manifest {
        let text = format!("[package]\nname = \"{name}\"\npublish.workspace = true\n{rest}");
        manifest(&text).unwrap()
    }

    #[test]
    fn manifests() {
        let lints = "[lints]\nworkspace = true\n";
        let edge = |name: &str, edge: &str| {
            check_manifest(&manifest_of(
                name,
                &format!("{lints}[dependencies]\n{edge}.workspace = true"),
            ))
        };
        check(&edge("lazaret-sandbox", "lazaret-engine"), &[]);
        check(&edge("lazaret-trial", "lazaret-host"), &["must not depend on `lazaret-host`"]);
        check(&edge("lazaret-cli", "lazaret-engine"), &["must not depend on `lazaret-engine`"]);
        check(&edge("lazaret-cli", "wasmtime"), &["must not depend on `wasmtime`"]);
        check(&edge("lazaret-trial", "serde"), &[]);
        check(&edge("lazaret-new", "serde"), &["not in the table"]);
        check(&check_manifest(&manifest_of("lazaret-trial", "")), &["lints"]);
        let published = manifest(&format!("[package]\nname = \"lazaret-trial\"\n{lints}")).unwrap();
        check(&check_manifest(&published), &["publish"]);
        let build = format!("{lints}[build-dependencies]\nlazaret-host = {{ path = \"../host\" }}");
        check(&check_manifest(&manifest_of("lazaret-trial", &build)), &["`lazaret-host`"]);
        let tests_only = format!("{lints}[dev-dependencies]\nwasmparser.workspace = true");
        check(&check_manifest(&manifest_of("lazaret-trial", &tests_only)), &[]);
        assert!(manifest("not toml").is_err());
    }

    #[test]
    fn profiles() {
        check(&check_profiles("[profile.release]\ndebug = \"line-tables-only\"\n"), &[]);
        for line in ["debug-assertions = true", "CARGO_PROFILE_RELEASE_DEBUG_ASSERTIONS = \"1\""] {
            check(&check_profiles(&format!("[x]\n{line}\n")), &["line 2: `debug-assertions`"]);
        }
    }

    #[test]
    fn lengths() {
        check(&check_length(&"x\n".repeat(LINES_MAX)), &[]);
        check(&check_length(&"x\n".repeat(LINES_MAX + 1)), &["601 lines"]);
    }

    #[test]
    fn module_docs() {
        check(&check_module_docs("//! What it is for.\n"), &[]);
        for text in ["", "use std::fmt;\n//! Late.", "/// Not the module.", "//!\n"] {
            check(&check_module_docs(text), &["`//!`"]);
        }
    }

    #[test]
    fn confined_words() {
        let store = "let store = Store::new(&engine, ());\n";
        check(&check_confined("runtime/sandbox/src/store.rs", store), &[]);
        check(&check_confined("runtime/host/src/host.rs", store), &["line 1: `Store::new(`"]);
        let config = "\nlet config = wasmtime::Config::new();\n";
        check(&check_confined("runtime/engine/src/config.rs", config), &[]);
        check(&check_confined("runtime/engine/src/cache.rs", config), &["line 2: `Config::new(`"]);
        check(
            &check_confined("runtime/host/src/host.rs", "    println!(\"x\");"),
            &["`println!(`"],
        );
        check(
            &check_confined("runtime/host/src/host.rs", "    eprintln!(\"x\");"),
            &["`eprintln!(`"],
        );
        check(&check_confined("runtime/host/src/host.rs", "// println!(\"x\");"), &[]);
        check(&check_confined("runtime/host/src/host.rs", "#[cfg(test)]\nprintln!(\"x\");"), &[]);
        check(&check_confined("runtime/cli/src/text.rs", "eprintln!(\"x\");"), &[]);
        check(
            &check_confined("runtime/trial/src/lib.rs", "std::env::var(\"HOME\")"),
            &["`env::var`"],
        );
        check(
            &check_confined("runtime/host/src/task.rs", "Command::new(\"sh\")"),
            &["`Command::new(`"],
        );
        check(&check_confined("runtime/host/src/task.rs", "unsafe { f() }"), &["`unsafe {`"]);
        check(&check_confined("runtime/sandbox/src/meter.rs", "MyStore::new(1)"), &[]);
        let avoided = "caller.get_module_export(&export)";
        check(&check_confined("runtime/sandbox/src/meter.rs", avoided), &["`get_module_export`"]);
    }

    #[test]
    fn leftovers() {
        let todo = format!("// {}: later", ["TO", "DO"].concat());
        check(&check_leftovers(&todo), &["open an issue"]);
        check(&check_leftovers(&["#[al", "low(dead_code)]"].concat()), &["use `expect`"]);
        check(&check_leftovers(&["#[ig", "nore]"].concat()), &["does not run"]);
        check(&check_leftovers("let x = 1; \n"), &["white space"]);
        check(&check_leftovers("let x = 1;\n"), &[]);
    }

    #[test]
    fn wit_items() {
        let whole = "package a:b@0.1.0;\n\n/// What.\n@since(version = 0.1.0)\ninterface c {\n  \
                     @since(version = 0.1.0)\n  record d {\n    e: u32,\n  }\n  \
                     @since(version = 0.1.0)\n  f: func();\n}\n";
        check(&check_wit(whole), &[]);
        let bare = whole.replace("  @since(version = 0.1.0)\n  f:", "  f:");
        check(&check_wit(&bare), &["line 10: no `@since` before `f: func();`"]);
        let record = whole.replace("  @since(version = 0.1.0)\n  record", "  record");
        check(&check_wit(&record), &["before `record d {`"]);
        let interface = whole.replacen("@since(version = 0.1.0)\n", "", 1);
        check(&check_wit(&interface), &["before `interface c {`"]);
        check(&check_wit(&whole.replace("package a:b@0.1.0;\n", "")), &["no `package` line"]);
    }

    #[test]
    fn wit_names() {
        check(&check_wit_name("wit/a/c.wit", "interface c {\n}\n"), &[]);
        check(&check_wit_name("wit/a/d.wit", "interface c {\n}\n"), &["expected [\"d\"]"]);
        check(
            &check_wit_name("wit/a/c.wit", "interface c {\n}\ninterface d {\n}\n"),
            &["[\"c\", \"d\"]"],
        );
        check(&check_wit_name("wit/a/world.wit", "world w {\n}\n"), &[]);
        check(&check_wit_name("wit/a/world.wit", "interface w {\n}\n"), &["expected []"]);
    }
}
