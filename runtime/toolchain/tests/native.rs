//! Sources in C and Rust through the real compilers of this machine. `cargo xtask test` installs them, or is
//! told to go without.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use lazaret_toolchain::{BuildError, Compiler, NativeLanguage, Source, TaskWit, World};
use lazaret_trial::Code;

const WIT: &str =
    "interface heuristic { priority: func(item: f64, bins: list<f64>) -> list<f64>; }";

const C: &str = r#"
#include "candidate.h"
#include <stdlib.h>
void exports_heuristic_priority(double item, candidate_list_f64_t *bins, candidate_list_f64_t *ret) {
    ret->len = bins->len;
    ret->ptr = malloc(bins->len * sizeof(double));
    for (size_t i = 0; i < bins->len; i++) ret->ptr[i] = item - bins->ptr[i];
    candidate_list_f64_free(bins);
}
"#;

const RUST: &str = "pub fn priority(item: f64, bins: Vec<f64>) -> Vec<f64> {
    bins.iter().map(|bin| item - bin).collect()
}
";

/// Where the standard library of Rust is kept once it is built.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/test-home/data/toolchains")
}

/// Whether whoever runs the tests has asked to go without compilers.
fn left_out() -> bool {
    std::env::var_os("LAZARET_TEST_WITHOUT_COMPILERS").is_some()
}

fn compiler(language: NativeLanguage) -> &'static Compiler {
    static C: OnceLock<Compiler> = OnceLock::new();
    static RUST: OnceLock<Compiler> = OnceLock::new();
    let slot = if language == NativeLanguage::C { &C } else { &RUST };
    slot.get_or_init(|| Compiler::ready(language, &folder(), &mut |_| ()).unwrap())
}

fn build_source(source: &Source) -> Result<Vec<u8>, BuildError> {
    let wit = TaskWit::parse(WIT, "bin-packing").unwrap();
    let scratch = tempfile::tempdir().unwrap();
    compiler(source.language())
        .build(source, World::Candidate(Some(&wit)), scratch.path(), &|| false)
}

fn build(language: NativeLanguage, text: &str) -> Result<Vec<u8>, BuildError> {
    build_source(&Source::of_file(language, text.as_bytes().to_vec()))
}

#[track_caller]
fn refused(language: NativeLanguage, text: &str, code: Code, words: &str) {
    let reason = match build(language, text) {
        Ok(component) => panic!("{} bytes of component", component.len()),
        Err(error) => error.reason(),
    };
    let shown = format!("{reason:?}");
    assert_eq!(reason.code, code, "{shown}");
    assert!(reason.message.contains(words), "{shown}");
    // Nothing of the machine: no paths but those that the program itself names, no user, no file's text.
    for secret in ["root:x", "/tmp", "/usr", "/home", "lazaret-test", env!("CARGO_MANIFEST_DIR")] {
        assert!(!reason.message.contains(secret), "{shown}");
    }
}

fn source_error(language: NativeLanguage, text: &str, words: &str) {
    refused(language, text, Code::RejectedSourceError, words);
}

const HIDDEN: &str = "a file is not there";

#[test]
fn a_file_in_c_becomes_a_component() {
    if left_out() {
        return;
    }
    let component = build(NativeLanguage::C, C).unwrap();
    assert_eq!(component.get(..4), Some(b"\0asm".as_slice()));
    // The same again, wherever it is built.
    assert_eq!(build(NativeLanguage::C, C).unwrap(), component);
    // Whatever of its build a program has compiled in.
    let names = "static const char names[] = __FILE__ __BASE_FILE__ __DATE__ __TIME__ __TIMESTAMP__;\n\
                 const char *volatile kept = names;\n";
    let text = format!("{names}{C}");
    assert_eq!(build(NativeLanguage::C, &text).unwrap(), build(NativeLanguage::C, &text).unwrap());
}

#[test]
fn a_file_in_rust_becomes_a_component() {
    if left_out() {
        return;
    }
    let component = build(NativeLanguage::Rust, RUST).unwrap();
    assert_eq!(build(NativeLanguage::Rust, RUST).unwrap(), component);
    let names = "#[used] static NAMES: &str = concat!(file!(), module_path!(), line!());\n\
                 pub fn at(list: &[u8], index: usize) -> u8 { list[index] }\n\
                 #[used] static AT: fn(&[u8], usize) -> u8 = at;\n";
    let text = format!("{RUST}{names}");
    let component = build(NativeLanguage::Rust, &text).unwrap();
    assert_eq!(build(NativeLanguage::Rust, &text).unwrap(), component);
    let holds = |text: &str| component.windows(text.len()).any(|found| found == text.as_bytes());
    assert!(holds("source/candidate.rs"));
    assert!(!holds("/.rustup/") && !holds("/home/") && !holds("/tmp"));
}

/// The names of its files are a part of what a program is built of.
#[test]
fn a_file_and_a_folder_are_kept_apart() {
    if left_out() {
        return;
    }
    let compiler = compiler(NativeLanguage::C);
    let file = Source::of_file(NativeLanguage::C, C.into());
    let folder = folder_of(&[("src/lib.c", C)]);
    assert_eq!(file.digest(), folder.digest());
    let world = World::Candidate(None);
    assert_ne!(compiler.key(&file, world), compiler.key(&folder, world));
}

fn folder_of(files: &[(&str, &str)]) -> Source {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
    Source::of_folder(files.iter().map(owned).collect::<BTreeMap<_, _>>()).unwrap()
}

const RUST_EVALUATOR: &str = r#"
use lazaret::{Candidate, Case, Description, Evaluator, Metric, Problem, Scores, Value};

struct Gaps;
lazaret::evaluator!(Gaps);

impl Evaluator for Gaps {
    fn describe() -> Description {
        Description::new([Metric::minimize("gap").unit("mm").at_least(0.0)]).splits(["a", "b"])
    }

    fn cases(split: &str, seed: u64) -> Result<Vec<Case>, Problem> {
        lazaret::log(split);
        Ok(vec![Case::of(vec![1.0, seed as f64]).named("first").in_stage(1)])
    }

    fn evaluate(candidate: &Candidate, data: &Value) -> Result<Scores, Problem> {
        let typed = task::priority(1.0, &data.numbers()?);
        let dynamic = candidate.call("priority", [Value::from(1.0), data.clone()])?.numbers()?;
        if typed != dynamic {
            return Err(Problem::InvalidOutput("unequal".to_owned()));
        }
        Ok(Scores::from([("gap", typed.iter().sum())]))
    }
}
"#;

#[test]
fn an_evaluator_in_rust_is_one_short_file() {
    if left_out() {
        return;
    }
    let wit = TaskWit::parse(WIT, "bin-packing").unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let compiler = compiler(NativeLanguage::Rust);
    let source = Source::of_file(NativeLanguage::Rust, RUST_EVALUATOR.as_bytes().to_vec());
    compiler.build(&source, World::Evaluator(Some(&wit)), scratch.path(), &|| false).unwrap();
    // Without an interface, candidates are called by name only.
    let untyped = RUST_EVALUATOR.replace("task::priority(1.0, &data.numbers()?)", "vec![0.0]");
    let source = Source::of_file(NativeLanguage::Rust, untyped.into_bytes());
    compiler.build(&source, World::Evaluator(None), scratch.path(), &|| false).unwrap();
}

#[test]
fn a_folder_is_one_program() {
    if left_out() {
        return;
    }
    let main = C.replace("item - bins->ptr[i]", "distance(item, bins->ptr[i])");
    let main = format!("#include \"parts/distance.h\"\n{main}");
    let source = folder_of(&[
        ("src/lib.c", &main),
        ("src/parts/distance.h", "double distance(double a, double b);"),
        ("src/parts/distance.c", "double distance(double a, double b) { return a - b; }"),
    ]);
    build_source(&source).unwrap();
    let source = folder_of(&[
        ("Cargo.toml", "[package]\nname = \"x\"\nedition = \"2021\"\n"),
        ("src/lib.rs", "mod parts;\npub use parts::priority;\n"),
        ("src/parts.rs", RUST),
    ]);
    build_source(&source).unwrap();
}

#[test]
fn what_does_not_compile_has_a_place_and_no_path() {
    if left_out() {
        return;
    }
    let error = build(NativeLanguage::C, "int x = y;\n").unwrap_err().reason();
    assert_eq!(error.message, "use of undeclared identifier 'y'");
    assert_eq!(error.position.map(|it| (it.line, it.column)), Some((1, 9)));
    let error =
        build(NativeLanguage::Rust, "fn f() {}\nfn g() -> u8 { y }\n").unwrap_err().reason();
    assert!(error.message.contains("cannot find value `y` in this scope"), "{}", error.message);
    assert_eq!(error.position.map(|it| (it.line, it.column)), Some((2, 16)));
}

#[test]
fn a_program_that_does_not_fit_its_interface() {
    if left_out() {
        return;
    }
    let other = "pub fn other() {}";
    refused(NativeLanguage::Rust, other, Code::RejectedType, "cannot find function `priority`");
    let wrong = "pub fn priority(item: f64, bins: Vec<f64>) -> f64 { item }";
    refused(NativeLanguage::Rust, wrong, Code::RejectedType, "priority: func(item: f64");
    let missing = "undefined symbol: exports_heuristic_priority";
    refused(NativeLanguage::C, "int x;", Code::RejectedType, missing);
    refused(NativeLanguage::C, "", Code::RejectedType, missing);
    let wrong = "#include \"candidate.h\"\nint exports_heuristic_priority(void) { return 1; }";
    source_error(NativeLanguage::C, wrong, "conflicting types");
    source_error(NativeLanguage::C, &C.replace("malloc(", "mystery("), "mystery");
    let import = "__attribute__((import_module(\"env\"), import_name(\"x\"))) double x(void);\n";
    let import = format!("{import}{}", C.replace("item -", "x() -"));
    refused(NativeLanguage::C, &import, Code::RejectedType, "env");
}

#[test]
fn c_sees_no_file_of_the_machine() {
    if left_out() {
        return;
    }
    for line in [
        "#include \"/etc/passwd\"",
        "#include </etc/passwd>",
        "#include \"../../../../../../../../etc/passwd\"",
        "#include \"/proc/self/environ\"",
        "#include <sys/../../../../etc/passwd>",
        "const char x[] = {\n#embed \"/etc/passwd\"\n};",
        "#define FILE_NAME \"/etc/passwd\"\n#include FILE_NAME",
        "#include \"/no/such/file\"",
        "#include <openssl/ssl.h>",
        "const char x[] = {\n#embed \"../view.json\"\n};",
        "const char x[] = {\n#embed \"../tmp/glue.o\"\n};",
        "const char x[] = {\n#embed \"/proc/self/exe\"\n};",
        "const char x[] = {\n#embed \"/dev/urandom\" limit(8)\n};",
        "#include \"/proc/self/cwd/view.json\"",
        "#include \"/usr/include/stdio.h\"",
    ] {
        source_error(NativeLanguage::C, &format!("{line}\n{C}"), HIDDEN);
    }
    // The assembler has a way of its own to files, so there is none.
    let incbin = "__asm__(\".section .data.x,\\\"\\\",@\\n.incbin \\\"/etc/passwd\\\"\\n\");";
    source_error(NativeLanguage::C, &format!("{incbin}\n{C}"), "inline assembly is disabled");
    // Whether a file is there cannot be asked, either: all three are the same program.
    let ask = |path: &str| {
        let text = format!("#if __has_include(\"{path}\")\n#error there\n#endif\n{C}");
        build(NativeLanguage::C, &text).unwrap()
    };
    assert_eq!(ask("/etc/passwd"), ask("/no/such/file"));
    assert_eq!(ask("/etc/passwd"), ask("/etc/shadow"));
    let text = format!("#if !__has_include(\"stdio.h\")\n#error no\n#endif\n{C}");
    build(NativeLanguage::C, &text).unwrap();
}

#[test]
fn rust_sees_no_file_of_the_machine() {
    if left_out() {
        return;
    }
    for line in [
        "pub const X: &str = include_str!(\"/etc/passwd\");",
        "pub const X: &[u8] = include_bytes!(\"/etc/passwd\");",
        "include!(\"/etc/passwd\");",
        "pub const X: &str = include_str!(concat!(\"/etc\", \"/passwd\"));",
        "pub const X: &str = include_str!(\"../../../../../../../../../../etc/passwd\");",
        "pub const X: &str = include_str!(\"/proc/self/environ\");",
        "#[path = \"/etc/passwd\"] mod x;",
        "pub const X: &str = include_str!(\"/no/such/file\");",
        // What the compiler itself reads and writes.
        "pub static X: &[u8] = include_bytes!(\"/etc/ld.so.cache\");",
        "pub static X: &[u8] = include_bytes!(\"/proc/self/exe\");",
        "pub static X: &[u8] = include_bytes!(\"/proc/self/fd/2\");",
        "pub static X: &[u8] = include_bytes!(\"/dev/urandom\");",
        "pub static X: &[u8] = include_bytes!(\"../tmp/read.d\");",
        "pub static X: &[u8] = include_bytes!(\"/proc/self/cwd/source/candidate.rs\");",
        "const _: () = assert!(include_bytes!(\"/etc/ld.so.cache\")[0] == 0);",
        "include!(\"/etc/ld.so.cache\");",
    ] {
        source_error(NativeLanguage::Rust, &format!("{RUST}\n{line}\n"), HIDDEN);
    }
    for line in [
        "#[link(name = \"c\")] unsafe extern \"C\" {}",
        "#[link(name = \":../../etc/ld.so.cache\", modifiers = \"+verbatim\")] unsafe extern \"C\" {}",
    ] {
        source_error(NativeLanguage::Rust, &format!("{RUST}\n{line}\n"), "native library");
    }
    // Its own, it may read.
    let own = format!("{RUST}\npub const X: &str = include_str!(\"candidate.rs\");\n");
    build(NativeLanguage::Rust, &own).unwrap();
    for name in ["HOME", "PATH", "USER", "CARGO_MANIFEST_DIR"] {
        let line = format!("pub const X: &str = env!(\"{name}\");");
        source_error(NativeLanguage::Rust, &format!("{RUST}\n{line}\n"), name);
    }
}

#[test]
fn rust_runs_nothing_while_it_builds() {
    if left_out() {
        return;
    }
    let procedural = format!(
        "{RUST}\nextern crate proc_macro;\n#[proc_macro]\n\
         pub fn m(x: proc_macro::TokenStream) -> proc_macro::TokenStream {{ x }}"
    );
    source_error(NativeLanguage::Rust, &procedural, "only usable with crates of the `proc-macro`");
    let kind = format!("#![crate_type = \"proc-macro\"]\n{procedural}");
    source_error(NativeLanguage::Rust, &kind, "only usable with crates of the `proc-macro`");
    let feature = format!("#![feature(core_intrinsics)]\n{RUST}");
    source_error(NativeLanguage::Rust, &feature, "may not be used");
    let dependency = format!("extern crate libc;\n{RUST}");
    source_error(NativeLanguage::Rust, &dependency, "");
}

#[test]
fn bombs_end_the_compiler_and_not_the_host() {
    if left_out() {
        return;
    }
    let mut include = "#define A0 x x x x x x x x x x\n".to_owned();
    for level in 1..10 {
        let below = level - 1;
        let ten = format!("A{below} ").repeat(10);
        include.push_str(&format!("#define A{level} {ten}\n"));
    }
    let macros = format!("{include}int y = A9;");
    refused(NativeLanguage::C, &macros, Code::RejectedCompileLimit, "the compiler used more than");
    let array = format!("{C}\nint x[1 << 28] = {{ [(1 << 28) - 1] = 1 }};");
    refused(NativeLanguage::C, &array, Code::RejectedCompileLimit, "the compiler used more than");
    let itself = "#include \"candidate.c\"\n";
    source_error(NativeLanguage::C, itself, "nested too deeply");
    let recursion =
        format!("{RUST}\nmacro_rules! m {{ ($($t:tt)*) => {{ m!($($t)* $($t)*); }} }}\nm!(a);");
    refused_either(NativeLanguage::Rust, &recursion);
    let evaluation = format!(
        "{RUST}\npub const X: u64 = {{ let mut i = 0u64; while i < u64::MAX {{ i += 1; }} i }};\n\
         pub fn x() -> u64 {{ X }}"
    );
    refused_either(NativeLanguage::Rust, &evaluation);
}

/// Whose fault an end is, is not for the program to say.
#[test]
fn what_a_program_says_is_no_limit_and_no_misfit() {
    if left_out() {
        return;
    }
    for words in ["LLVM ERROR: out of memory", "CPU time limit exceeded", "file too large"] {
        source_error(NativeLanguage::C, &format!("#error {words}\n"), words);
        source_error(NativeLanguage::C, &format!("_Static_assert(0, \"{words}\");\n"), words);
        source_error(NativeLanguage::Rust, &format!("compile_error!(\"{words}\");\n"), words);
    }
    let linker = "#line 1 \"ld\"\n#error undefined symbol: exports_x\n";
    source_error(NativeLanguage::C, linker, "without a word");
    source_error(NativeLanguage::C, "#line 1 \"glue/x.h\"\n#error x\n", "without a word");
    let lines = "compile_error!(\"x\\nglue/b.rs:1:1: error: cannot find function\");\n";
    source_error(NativeLanguage::Rust, lines, "x");
    // A compiler that breaks down has not refused the program.
    let sum = format!("int f(int x) {{ return {}x; }}", "x+".repeat(200_000));
    refused(NativeLanguage::C, &sum, Code::RejectedCompileLimit, "broke down");
}

/// The compiler's own limits may come first; ours come at the latest.
#[track_caller]
fn refused_either(language: NativeLanguage, text: &str) {
    let started = Instant::now();
    let code = build(language, text).unwrap_err().reason().code;
    assert!(
        matches!(code, Code::RejectedCompileLimit | Code::RejectedSourceError),
        "{code} after {:?}",
        started.elapsed()
    );
}

/// What was found before is believed as long as the files that it rests on are the same.
#[test]
fn a_compiler_that_changed_is_looked_for_again() {
    if left_out() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let found = Compiler::look(NativeLanguage::C, folder.path()).unwrap();
    let path = folder.path().join("found-c.json");
    let text = std::fs::read_to_string(&path).unwrap();
    let version = || {
        let found = Compiler::find(NativeLanguage::C, folder.path()).unwrap();
        found.version().to_owned()
    };
    std::fs::write(&path, text.replace(found.version(), "kept")).unwrap();
    assert_eq!(version(), "kept");
    let changed = text.replace(found.version(), "kept").replace("\"bytes\":", "\"bytes\":1");
    std::fs::write(&path, changed).unwrap();
    assert_eq!(version(), found.version());
    std::fs::write(&path, "nonsense").unwrap();
    assert_eq!(version(), found.version());
}

/// Says that this process is to be the host that is killed.
const HOST: &str = "LAZARET_TEST_HOST_OF_A_COMPILER";

/// A type that Clang thinks about for longer than it may.
fn endless() -> String {
    format!("int *h{};\n", "[1]".repeat(30_000))
}

/// Does nothing unless it is asked to by the next one.
#[test]
fn host_of_a_compiler() {
    if std::env::var_os(HOST).is_some() {
        drop(build(NativeLanguage::C, &endless()));
    }
}

#[test]
fn a_compiler_ends_with_its_host() {
    if left_out() {
        return;
    }
    let mut host = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "host_of_a_compiler"])
        .env(HOST, "1")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // Name, state and parent of a process.
    let about = |pid: u32| -> Option<(String, String, u32)> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let (name, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
        let mut rest = rest.split_whitespace();
        Some((name.to_owned(), rest.next()?.to_owned(), rest.next()?.parse().ok()?))
    };
    // Not one that is only asked what it is.
    let compiles = |pid: u32| {
        let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&words).contains("candidate.c")
    };
    let compiler = || {
        let entries = std::fs::read_dir("/proc").unwrap().flatten();
        let mut pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        pids.find(|pid| about(*pid).is_some_and(|it| it.2 == host.id()) && compiles(*pid))
    };
    let begin = Instant::now();
    // One that is in the middle of its work: some are done at once.
    let pid = loop {
        if let Some(pid) = compiler() {
            std::thread::sleep(Duration::from_millis(300));
            if about(pid).is_some_and(|it| it.1 != "Z") {
                break pid;
            }
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "no compiler was started");
        std::thread::sleep(Duration::from_millis(2));
    };
    host.kill().unwrap();
    let killed = Instant::now();
    host.wait().unwrap();
    // Where nobody collects the dead, they are there as what they are.
    while about(pid).is_some_and(|it| it.0.starts_with("clang") && it.1 != "Z") {
        assert!(killed.elapsed() < Duration::from_secs(1), "the compiler outlives its host");
        std::thread::sleep(Duration::from_millis(2));
    }
}
