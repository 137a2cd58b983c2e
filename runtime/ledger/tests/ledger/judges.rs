//! The two that say whether a ledger is well, which share no line of code: `Ledger::verify`, and
//! `verify_ledger.py` in another process. They must say the same of everything.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;

use lazaret_ledger::Ledger;

/// Goes without the Python package and so without the second opinion.
const WITHOUT: &str = "LAZARET_TEST_WITHOUT_PYTHON_PACKAGES";

/// What is said of a ledger: all is well, or which entry is bad, if it is about one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    Good,
    Bad(Option<u64>),
}

/// What the ledger says of itself, and in which words.
pub fn rust(folder: &Path, checkpoint: Option<&Path>) -> (Judgement, String) {
    let note = checkpoint.map(|path| std::fs::read(path).unwrap());
    let verified =
        Ledger::open_unchecked(folder).and_then(|it| it.verify(note.as_deref(), &mut |_| ()));
    match verified {
        Ok(verified) => match verified.bad {
            None => (Judgement::Good, String::new()),
            Some(finding) => (Judgement::Bad(finding.sequence), finding.what),
        },
        Err(error) => (Judgement::Bad(None), error.to_string()),
    }
}

/// A process that goes on answering.
pub struct Python {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Python {
    /// Starts one; none if whoever runs the tests has asked to go without.
    pub fn start() -> Option<Self> {
        let packages = packages()?;
        let judge = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/judge.py");
        let mut child = Command::new("python3")
            .arg(judge)
            .env("PYTHONPATH", packages)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("`python3` starts");
        let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Some(Self { child, stdin, stdout: BufReader::new(stdout) })
    }

    /// What it says, and in which words.
    pub fn judge(&mut self, folder: &Path, checkpoint: Option<&Path>) -> (Judgement, String) {
        let checkpoint = checkpoint.map_or(String::new(), |it| format!("\t{}", it.display()));
        writeln!(self.stdin, "{}{checkpoint}", folder.display()).unwrap();
        self.stdin.flush().unwrap();
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        let words = line.splitn(3, ' ').nth(2).unwrap_or_default().trim_end().to_owned();
        let judgement = match line.split_whitespace().take(2).collect::<Vec<_>>().as_slice() {
            ["ok"] => Judgement::Good,
            ["bad", "-"] => Judgement::Bad(None),
            ["bad", sequence] => Judgement::Bad(Some(sequence.parse().unwrap())),
            _ => panic!("`verify_ledger.py` has failed on {}: `{line}`", folder.display()),
        };
        (judgement, words)
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The folder with the one package that the script needs, which is fetched once for all tests.
fn packages() -> Option<&'static PathBuf> {
    static PACKAGES: OnceLock<Option<PathBuf>> = OnceLock::new();
    PACKAGES.get_or_init(fetch).as_ref()
}

fn fetch() -> Option<PathBuf> {
    if std::env::var_os(WITHOUT).is_some() {
        eprintln!("`{WITHOUT}` is set: nothing is asked of `verify_ledger.py`");
        return None;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ledger-packages");
    if !folder.is_dir() {
        let new = folder.with_extension(std::process::id().to_string());
        let output = Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"])
            .args(["--only-binary", ":all:", "cryptography>=42", "--target"])
            .arg(&new)
            .output();
        let output = output.expect("`python3` starts");
        assert!(
            output.status.success(),
            "the package `cryptography` cannot be had, which `verify_ledger.py` needs; set `{WITHOUT}=1` to go \
             without: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        // Whoever came first has it for all.
        drop(std::fs::rename(&new, &folder));
        drop(std::fs::remove_dir_all(&new));
    }
    Some(folder)
}

/// What the database engine itself finds wrong with a file; the two judges have engines of two versions, of which one may
/// find fault with a byte that the other makes nothing of.
const ENGINES_WORD: &str = "the database is damaged: ***";

/// Asks both, and fails if they do not agree; what the first one said.
#[track_caller]
pub fn both(
    python: &mut Option<Python>,
    folder: &Path,
    checkpoint: Option<&Path>,
    about: &str,
) -> (Judgement, String) {
    let (judgement, words) = rust(folder, checkpoint);
    if let Some(python) = python {
        let (other, others) = python.judge(folder, checkpoint);
        let engines = [(judgement, &words, other), (other, &others, judgement)];
        let engine = engines.into_iter().any(|(one, words, other)| {
            one == Judgement::Bad(None) && words.contains(ENGINES_WORD) && other == Judgement::Good
        });
        assert!(engine || judgement == other, "{about}: `{words}`, and in Python `{others}`");
    }
    (judgement, words)
}
