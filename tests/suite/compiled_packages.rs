//! Modules of packages are compiled once: what an import costs then, that no program and no file on the disk changes
//! what another program gets, and that nobody can tell when it was done.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::packages::{folder, judge, program, score, task};
use crate::python;
use crate::support::{Output, write};
use crate::tour::lazaret_under;
use crate::wheels::{list, wheel};
use lazaret_host::{EvaluationRequest, Interrupt, Outcome};

const WHEEL: &str = "wheels/many-1.0-py3-none-any.whl";

/// Before a program: the interpreter is given no code, so that it compiles what it imports itself.
const BY_TEXT: &str = "import app.packages as it\n\
    class Host:\n    \
        names = staticmethod(it.host.names)\n    \
        read = staticmethod(it.host.read)\n    \
        compiled = staticmethod(lambda path: None)\n\
    it.host = Host\n";

const PROGRAM: &str = "import many\ndef f():\n    return many.f7(1) + many.part.ONE\n";

/// A package with some hundred functions, a module that is none, and a file beside them.
fn many() -> Vec<u8> {
    let function = |at: usize| {
        format!("def f{at}(x, *rest, key=None):\n    return [x + {at} for _ in 'ab'][0]\n")
    };
    let text: String = (0..300).map(function).collect();
    wheel(
        "many",
        &[
            ("many/__init__.py", &format!("from . import part\n{text}")),
            ("many/part.py", "ONE = 1\n"),
            ("many/wrong.py", "x = 1\ndef f(:\n"),
            ("many/warns.py", "x = '\\d'\n"),
            ("many/table.txt", "1,2,3\n"),
        ],
    )
}

#[test]
fn an_import_takes_the_code_and_not_the_text() {
    let bytes = many();
    let task = task(&[(WHEEL, &bytes)]).unwrap();
    let judged = |text: &str| judge(python::host(), &task, text).unwrap();
    let (code, text) = (judged(PROGRAM), judged(&format!("{BY_TEXT}{PROGRAM}")));
    assert_eq!((code.score, text.score), (Some(9.0), Some(9.0)));
    let (code, text) = (code.candidate_usage.fuel, text.candidate_usage.fuel);
    assert!(code * 8 < text, "{code} with the code, {text} with the text");
}

/// What does not compile is an error of whoever imports it, as it is without code.
#[test]
fn a_module_that_is_none_is_none_for_whoever_imports_it() {
    let bytes = many();
    let task = task(&[(WHEEL, &bytes)]).unwrap();
    let wrong = "def f():\n    import many.wrong\n";
    let said = score(&task, wrong).unwrap_err();
    assert!(said.contains("SyntaxError: invalid syntax (wrong.py, line 2)"), "{said}");
    assert_eq!(score(&task, &format!("{BY_TEXT}{wrong}")).unwrap_err(), said);
    // What the compiler has to say of a package is nothing that every program prints.
    let verdict =
        judge(python::host(), &task, "import many.warns\ndef f():\n    return 1\n").unwrap();
    assert_eq!((verdict.score, verdict.cases[0].candidate_logs.stderr.as_str()), (Some(1.0), ""));
}

/// The host gives code of modules, of this side of the task, and nothing else under any name.
#[test]
fn there_is_code_of_modules_only() {
    let bytes = many();
    let asks = "from wit_world.imports import packages\n\
        def f():\n    \
            for path in ['', 'many', 'many/table.txt', 'many/wrong.py', '../many/part.py', 'evaluator.py', 'os.py',\n            \
                'compiled:many/part.py', '/packages/many/part.py']:\n        \
                assert packages.compiled(path) is None, path\n    \
            assert packages.read('compiled:many/part.py') is None\n    \
            assert not any(':' in name for name in packages.names())\n    \
            import marshal\n    \
            return len(marshal.loads(packages.compiled('many/part.py')).co_consts)\n";
    let with = task(&[(WHEEL, &bytes)]).unwrap();
    let judged = judge(python::host(), &with, asks).unwrap();
    assert!(judged.score.is_some_and(|score| 0.0 < score), "{:?}", judged.reason);
    let none = "from wit_world.imports import packages\n\
        def f():\n    return float(packages.compiled('many/part.py') is None)\n";
    assert_eq!(score(&task(&[]).unwrap(), none), Ok(1.0));
    let endless = "from wit_world.imports import packages\n\
        def f():\n    while True:\n        packages.compiled('many/part.py')\n";
    let said = score(&with, endless).unwrap_err();
    assert!(said.starts_with("failed/out-of-fuel: "), "{said}");
}

/// A program that changes all that it can reach changes its own sandbox.
#[test]
fn no_program_changes_the_code_of_another() {
    let bytes = many();
    let task = task(&[(WHEEL, &bytes)]).unwrap();
    let evil = format!(
        "import app.packages as it, marshal, sys\n\
         evil = compile('f7 = lambda x: 100\\nclass part: ONE = 0\\n', 'x', 'exec')\n\
         it.host.compiled = lambda path: marshal.dumps(evil)\n\
         it.Packages.compiled = it.packages.compiled = lambda *_: {{'many/__init__.py': ''}}\n\
         {PROGRAM}"
    );
    let alone = judge(python::host(), &task, PROGRAM).unwrap();
    let request = EvaluationRequest {
        task: &task,
        candidates: vec![program(&evil), program(PROGRAM), program(&evil), program(PROGRAM)],
        seed: 0,
        split: None,
        jobs: 1,
        record: None,
    };
    let evaluation = python::host().evaluate(request, &Interrupt::new(), &mut |_| ()).unwrap();
    let verdicts: Vec<_> = evaluation.results.into_iter().map(|result| result.outcome).collect();
    let scores: Vec<_> = verdicts
        .iter()
        .map(|outcome| match outcome {
            Outcome::Verdict(verdict) => verdict.score,
            Outcome::Unreadable(error) => panic!("{error}"),
        })
        .collect();
    assert_eq!(scores, [Some(100.0), Some(9.0), Some(100.0), Some(9.0)]);
    for honest in [&verdicts[1], &verdicts[3]] {
        assert!(matches!(honest, Outcome::Verdict(verdict) if **verdict == alone));
    }
}

/// A home with the plugins and the native code of the tests, and nothing else yet.
fn bare_home() -> TempDir {
    python::host();
    // Beside the other, so that files can be in both.
    let home = tempfile::tempdir_in(python::home_folder().parent().unwrap()).unwrap();
    for folder in ["data/plugins", "cache/code"] {
        let (from, to) = (python::home_folder().join(folder), home.path().join(folder));
        fs::create_dir_all(&to).unwrap();
        fs::set_permissions(&to, fs::Permissions::from_mode(0o700)).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            // What other tests are writing now is not there for long.
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                let _ = fs::hard_link(entry.path(), to.join(entry.file_name()));
            }
        }
    }
    home
}

fn kept(home: &Path) -> Vec<PathBuf> {
    let folder = home.join("cache/packages");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Without anything kept, with what was kept, and with what somebody has changed: the same bytes each time.
#[test]
fn a_verdict_does_not_tell_what_was_kept() {
    let (home, bytes) = (bare_home(), many());
    let lines = format!("[candidate]\npackages = {}\n", list(&[(WHEEL, &bytes)]));
    let evaluator = "def evaluate(candidate, case):\n    return candidate.f()\n";
    let folder = folder(&lines, evaluator, &[(WHEEL, &bytes)]);
    write(&folder, "a.py", PROGRAM.as_bytes());
    let variables = [("LAZARET_HOME", home.path().to_str().unwrap())];
    let lazaret = |arguments: &[&str]| -> Output {
        lazaret_under(folder.path(), &[arguments, &["--ledger", "ledger"]].concat(), &variables)
    };
    let judge = || -> Value {
        let judged = lazaret(&["eval", "task", "a.py", "--json", "--fresh"]);
        assert_eq!(judged.exit, Some(0), "{}", judged.stderr);
        judged.json()["results"][0]["verdict"].clone()
    };
    let cold = judge();
    assert_eq!(cold["score"], 9.0);
    let files = kept(home.path());
    let [file] = files.as_slice() else { panic!("{files:?}") };
    let right = fs::read(file).unwrap();
    assert_eq!(judge(), cold);
    // Changed in the middle, where the code is; cut short; and not there.
    let mut changed = right.clone();
    changed[right.len() / 2] ^= 1;
    for wrong in [&changed[..], &right[..right.len() / 2], b""] {
        fs::write(file, wrong).unwrap();
        assert_eq!(judge(), cold);
        // Made anew, and it is the same code.
        assert!(fs::read(file).unwrap() == right);
    }
    // The code of another package, whole and with its own digest.
    let other = wheel("many", &[("many/__init__.py", "def f7(x):\n    return 100\n")]);
    let lines = format!("[candidate]\npackages = {}\n", list(&[(WHEEL, &other)]));
    write(&folder, &format!("task/{WHEEL}"), &other);
    write(&folder, "task/task.toml", format!("name = \"packages\"\n{lines}").as_bytes());
    lazaret(&["eval", "task", "a.py", "--json"]);
    let theirs = kept(home.path()).into_iter().find(|it| it != file).expect("another entry");
    fs::copy(theirs, file).unwrap();
    // From the record alone, and with nothing that can be used.
    fs::remove_dir_all(folder.path().join("task")).unwrap();
    let replayed = lazaret(&["replay", "--all", "--json"]);
    assert_eq!(replayed.exit, Some(0), "{}", replayed.stderr);
    assert_eq!(replayed.json()["identical"], 6);
    assert!(fs::read(file).unwrap() == right);
    fs::remove_dir_all(home.path().join("cache/packages")).unwrap();
    let replayed = lazaret(&["replay", "1", "--json"]);
    assert_eq!(replayed.exit, Some(0), "{}", replayed.stderr);
}

/// A folder that others can write to could have anybody's code in it.
#[test]
fn a_folder_of_code_that_others_can_write_to_is_refused() {
    let home = bare_home();
    let packages = home.path().join("cache/packages");
    fs::create_dir_all(&packages).unwrap();
    fs::set_permissions(&packages, fs::Permissions::from_mode(0o777)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "a.py", b"def f():\n    return 1\n");
    let run = || {
        let variables = [("LAZARET_HOME", home.path().to_str().unwrap())];
        lazaret_under(folder.path(), &["run", "a.py", "--call", "f"], &variables)
    };
    let refused = run();
    assert_ne!(refused.exit, Some(0));
    assert!(
        refused.stderr.contains("is not safe to use: others can write to it"),
        "{}",
        refused.stderr
    );
    fs::set_permissions(&packages, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(run().exit, Some(0));
}
