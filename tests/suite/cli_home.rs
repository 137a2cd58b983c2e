//! `lazaret` and the folders in which it keeps its state: doctor, plugins, and homes that are damaged or
//! not safe.

use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::support::{self, home, lazaret, lazaret_with, write};

#[test]
fn doctor_on_an_empty_home() {
    let folder = tempfile::tempdir().unwrap();
    // Without a search path there are no tools, whatever this machine has.
    let output = lazaret_with(folder.path(), &["doctor"], "", Path::new(""));
    let text = output.shown(folder.path());
    let engine = |line: &str| {
        if line.starts_with("ok       engine") {
            "ok       engine [PROFILE]".to_owned()
        } else if line.contains(" landlock: ") {
            "ok       jail           landlock: [VERSION]".to_owned()
        } else {
            line.to_owned()
        }
    };
    // These are walls on top, where they can be had.
    let on_top = |line: &str| line.contains(" namespaces: ") || line.contains(" control-group: ");
    let lines = text.lines().filter(|line| !on_top(line));
    let text: Vec<String> = lines.map(engine).collect();
    assert_snapshot!(text.join("\n"), @"
    exit 5
    --- stdout
    ok       engine [PROFILE]
    ok       data folder    [FOLDER]/data
    ok       cache folder   [FOLDER]/cache
    missing  python plugin  not built yet; the first run that needs it builds it
             fix:           lazaret plugin build
    missing  native code    not compiled yet; the first run compiles it
             fix:           lazaret plugin build
    missing  numpy plugin   not built yet; programs that import NumPy need it
             fix:           lazaret plugin build python-numpy
    missing  js plugin      not built yet; the first run that needs it builds it
             fix:           lazaret plugin build javascript
    wrong    python3        not found; only building the python plugin needs it
             fix:           apt-get install -y python3
    wrong    pip            not found; only building the python plugin needs it
             fix:           apt-get install -y python3-pip
    wrong    cc             not found; only building the python plugin needs it
             fix:           apt-get install -y gcc libc6-dev
    ok       jail           descriptors: all closed but the channel to the parent
    ok       jail           rlimits: no core file, 64 descriptors; memory and files by the task
    ok       jail           no-new-privs: no program that it starts could gain rights
    ok       jail           capabilities: none left, for root as well
    ok       jail           death-with-parent: the kernel kills it when its parent ends
    ok       jail           landlock: [VERSION]
    ok       jail           undumpable: no other process can read its memory
    ok       jail           seccomp: a list of system calls; any other kills the process
    ok       quarantine     0 programs whose worker was lost, in [FOLDER]/data/quarantine
    missing  ledger         not begun yet; the first evaluation begins it
    missing  c compiler     no C compiler for WebAssembly is installed: clang with lld, the C library of WASI and compiler-rt for it are needed, of LLVM 16 or newer (on Debian: apt-get install clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc)
             fix:           apt-get install -y clang-22 lld-22 libclang-rt-22-dev-wasm32 wasi-libc
    missing  rust compiler  no Rust compiler for WebAssembly is installed: `rustup target add wasm32-unknown-unknown` adds the target (on Debian: apt-get install rustc-web cargo-web rust-web-src lld-22)
             fix:           rustup target add wasm32-unknown-unknown
    --- stderr
    ");
}

#[test]
fn a_home_that_others_can_write_to_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let folder = home();
    let code = folder.path().join("cache/code");
    std::fs::create_dir_all(&code).unwrap();
    std::fs::set_permissions(&code, std::fs::Permissions::from_mode(0o777)).unwrap();
    let output = run_text(&folder);
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 5
    --- stdout

    --- stderr
    error: `[FOLDER]/cache/code` is not safe to use: others can write to it (mode 777)
    hint: lazaret doctor
    ");
}

#[test]
fn plugins_are_listed_imported_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let output = lazaret(folder.path(), &["plugin", "list"]);
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 0
    --- stdout
    python        not installed (`lazaret plugin build python` builds it)
    python-numpy  not installed (`lazaret plugin build python-numpy` builds it)
    javascript    not installed (`lazaret plugin build javascript` builds it)
    --- stderr
    ");
    write(&folder, "garbage.wasm", b"garbage");
    let output = lazaret(folder.path(), &["plugin", "import", "garbage.wasm"]);
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 5
    --- stdout

    --- stderr
    error: `garbage.wasm` is no plugin of this version: neither WebAssembly nor a text in a known language (by its extension: .py)
    hint: lazaret doctor
    ");
    let output = lazaret(folder.path(), &["plugin", "import", "missing.wasm"]);
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 5
    --- stdout

    --- stderr
    error: cannot use `missing.wasm`: No such file or directory (os error 2)
    hint: lazaret doctor
    ");
    let interpreter = support::write_interpreter(folder.path());
    let imported = lazaret(folder.path(), &["plugin", "import", "interpreter.wasm"]);
    assert_eq!(imported.exit, Some(0), "{}", imported.stderr);
    assert!(imported.stdout.starts_with("python  sha256:"), "{}", imported.stdout);
    let exported = lazaret(folder.path(), &["plugin", "export", "copy.wasm"]);
    assert_eq!(exported.exit, Some(0), "{}", exported.stderr);
    let bytes = |path: &Path| std::fs::read(path).unwrap();
    assert_eq!(bytes(&interpreter), bytes(&folder.path().join("copy.wasm")));
}

/// Runs a text in a home, which needs the interpreter there. The stand-in refuses every text; that it was
/// asked at all is the point.
fn run_text(folder: &TempDir) -> support::Output {
    write(folder, "x.py", b"print(1)\n");
    lazaret(folder.path(), &["run", "x.py"])
}

/// The one file in `folder` that ends in `.EXTENSION`.
fn file_in(folder: &Path, extension: &str) -> PathBuf {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|it| it == extension)).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// Flips a bit in the middle of a file, whatever its permissions are.
fn damage(path: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn damaged_native_code_is_made_anew() {
    let folder = home();
    assert_eq!(run_text(&folder).exit, Some(1));
    let code = file_in(&folder.path().join("cache/code"), "cwasm");
    damage(&code);
    let damaged = std::fs::read(&code).unwrap();
    let output = run_text(&folder);
    assert_eq!(output.exit, Some(1));
    assert!(output.stderr.contains("no Python in here"), "{}", output.stderr);
    assert!(output.stderr.contains("setup: compiling"), "{}", output.stderr);
    assert!(std::fs::read(&code).unwrap() != damaged, "the damaged file is still there");
    assert!(!run_text(&folder).stderr.contains("setup:"));
}

#[test]
fn native_code_is_made_once() {
    let folder = home();
    assert!(run_text(&folder).stderr.contains("setup: compiling"));
    assert!(!run_text(&folder).stderr.contains("setup:"));
}

#[test]
fn a_damaged_plugin_is_not_used() {
    let folder = home();
    damage(&file_in(&folder.path().join("data/plugins"), "wasm"));
    let output = run_text(&folder);
    assert_eq!(output.exit, Some(5));
    assert!(
        output.stderr.contains("is damaged: its digest is not the one in its name"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("hint: lazaret doctor"), "{}", output.stderr);
    let doctor = lazaret(folder.path(), &["doctor"]);
    assert_eq!(doctor.exit, Some(5));
    assert!(doctor.stdout.contains("wrong    python plugin"), "{}", doctor.stdout);
}

#[test]
fn a_home_that_is_a_link_is_refused() {
    let folder = home();
    let code = folder.path().join("cache/code");
    std::fs::create_dir_all(folder.path().join("elsewhere")).unwrap();
    std::fs::create_dir_all(code.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(folder.path().join("elsewhere"), &code).unwrap();
    let output = run_text(&folder);
    assert_snapshot!(output.shown(folder.path()), @r"
    exit 5
    --- stdout

    --- stderr
    error: `[FOLDER]/cache/code` is not safe to use: it is a link or a file
    hint: lazaret doctor
    ");
}
