//! What several test modules share: folders, a host without Python, and the `lazaret` command.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use lazaret_host::{
    Call, Candidate, Home, Host, Interrupt, Needs, Plugin, Plugins, RunOutcome, RunRequest,
    Settings,
};
use lazaret_trial::{Budget, Value};
use tempfile::TempDir;

use crate::corpus_case::Case;

/// A stand-in for the Python interpreter; see the file for what it does.
const INTERPRETER: &str = include_str!("worlds/interpreter.wat");

/// The folder of the workspace.
pub fn workspace() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the suite lies two folders below the workspace").to_owned()
}

/// Writes the stand-in interpreter to a file in `folder`.
pub fn write_interpreter(folder: &Path) -> PathBuf {
    let path = folder.join("interpreter.wasm");
    let bytes = wat::parse_str(INTERPRETER).expect("the stand-in interpreter is valid");
    std::fs::write(&path, bytes).expect("a temporary folder can be written");
    path
}

/// A case of the corpus.
pub fn corpus(name: &str) -> Case {
    let path = workspace().join("tests/corpus").join(name);
    let text = std::fs::read_to_string(path).expect("the case is there");
    Case::parse(&text).expect("the case is well formed")
}

/// Writes a file in a temporary folder, with the folders on the way to it.
pub fn write(folder: &TempDir, name: &str, bytes: &[u8]) {
    let path = folder.path().join(name);
    let parent = path.parent().expect("the file lies in the folder");
    std::fs::create_dir_all(parent).expect("a temporary folder can be written");
    std::fs::write(path, bytes).expect("a temporary folder can be written");
}

/// A folder that is a home for `lazaret`, with the stand-in interpreter.
pub fn home() -> TempDir {
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    install(folder.path());
    folder
}

/// Makes a home in `folder` in which the stand-in interpreter is installed.
fn install(folder: &Path) -> Home {
    // As the command line lays it out below `LAZARET_HOME`.
    let home = Home { data: folder.join("data"), cache: folder.join("cache") };
    let interpreter = write_interpreter(folder);
    let plugins = Plugins::open(&home).expect("a temporary home can be used");
    plugins
        .import(Plugin::Python, &interpreter)
        .expect("the stand-in interpreter fits the policy for plugins");
    home
}

/// The isolation that everybody gets who asks for nothing else.
pub fn settings() -> Settings {
    Settings::process(binary().to_owned())
}

/// A host in a temporary home. The folder must outlive the host.
pub fn host() -> (TempDir, Host) {
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    let host =
        Host::open(&install(folder.path()), &Needs::of_file("x.py"), &settings(), &mut |_| ())
            .expect("the host opens");
    (folder, host)
}

/// Runs a program once. Whatever it does, the host answers.
pub fn run(
    host: &Host,
    name: &str,
    bytes: Vec<u8>,
    call: Option<&(String, Value)>,
    budget: &Budget,
    seed: u64,
    interrupt: &Interrupt,
) -> RunOutcome {
    let candidate = Candidate::of_bytes(name, name, bytes);
    let call = call.cloned().map(|(function, arguments)| Call { function, arguments });
    let budget = budget.clone();
    let request = RunRequest { candidate: &candidate, call, budget, seed, wit: None };
    host.run(&request, interrupt).expect("a candidate cannot make the host fail")
}

/// The seed of all cases of the corpus. One of them pins what it leads to.
pub const SEED: u64 = 7;

/// Runs a program as a case of the corpus says.
pub fn run_case(host: &Host, case: &Case, name: &str, bytes: Vec<u8>) -> RunOutcome {
    run(host, name, bytes, case.call.as_ref(), &case.budget, SEED, &Interrupt::new())
}

/// Runs `lazaret` in a folder with a home and these files; gives everything about its end in one text.
pub fn shown(files: &[(&str, &str)], arguments: &[&str]) -> String {
    let folder = home();
    for (name, text) in files {
        write(&folder, name, text.as_bytes());
    }
    lazaret(folder.path(), arguments).shown(folder.path())
}

/// How a command ended.
pub struct Output {
    pub exit: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<std::process::Output> for Output {
    fn from(output: std::process::Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        Self { exit: output.status.code(), stdout, stderr }
    }
}

impl Output {
    /// The one document on standard output.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.stdout, self.stderr))
    }

    /// Everything about the end in one text, for snapshots, without what differs between machines.
    pub fn shown(&self, folder: &Path) -> String {
        let exit = self.exit.map_or_else(|| "killed".to_owned(), |exit| exit.to_string());
        let folder = folder.to_string_lossy();
        let clean = |text: &str| {
            let text = without_colours(text).replace(folder.as_ref(), "[FOLDER]");
            // Whether a step of the set-up was needed depends on what ran before.
            let lines = text.lines().filter(|line| !line.starts_with("setup: "));
            lines.map(str::trim_end).collect::<Vec<_>>().join("\n")
        };
        format!(
            "exit {exit}\n--- stdout\n{}\n--- stderr\n{}",
            clean(&self.stdout),
            clean(&self.stderr)
        )
    }
}

/// A text without the sequences that colour it.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |clean, part| clean + part.split_once('m').map_or(part, |(_, rest)| rest))
}

/// Runs `lazaret` in `folder`, with its state below it and nothing else of the environment but what it
/// takes to find tools.
pub fn lazaret(folder: &Path, arguments: &[&str]) -> Output {
    lazaret_with(folder, arguments, "", std::env::var_os("PATH").unwrap_or_default().as_ref())
}

/// The same with a text on standard input and a search path for tools.
pub fn lazaret_with(folder: &Path, arguments: &[&str], input: &str, tools: &Path) -> Output {
    let mut child = Command::new(binary())
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("LAZARET_HOME", folder)
        .env("PATH", tools)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("`lazaret` starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    // A command that does not read its input is no failure of the test.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("`lazaret` ends").into()
}

/// The `lazaret` command, built once in the profile of the tests. Cargo tells a test the path of a
/// command only if both are in one package.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows its own path");
        // `target/PROFILE/deps/suite-HASH`
        let profile_folder = test.ancestors().nth(2).expect("tests lie in a target folder");
        let target = profile_folder.parent().expect("profiles lie in a target folder");
        let profile = match profile_folder.file_name().and_then(|name| name.to_str()) {
            Some("debug") | None => "dev",
            Some(profile) => profile,
        };
        let output = Command::new(env!("CARGO"))
            // With the features that the tests themselves were built with, or the engine is built anew.
            .args(["build", "--quiet", "--workspace", "--bin", "lazaret"])
            .args(["--profile", profile, "--target-dir"])
            .arg(target)
            .current_dir(workspace())
            .output()
            .expect("cargo starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        profile_folder.join("lazaret")
    })
}
