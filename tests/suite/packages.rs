//! Packages of a task: who may import them, what is refused before anything runs, and that they are part of what
//! decides a score.

use lazaret_host::{
    Candidate, EvaluationRequest, Host, Interrupt, Isolation, Needs, Outcome, Plugin,
    PythonSetting, Settings, Task, taken_modules,
};
use lazaret_trial::Verdict;
use tempfile::TempDir;

use crate::support::{self, write};
use crate::tour::lazaret_under;
use crate::wheels::{Entry, archive, list, pure, wheel};
use crate::{numpy, python};

const EVALUATOR: &str = "def evaluate(candidate, case):\n    return candidate.f()\n";

/// A package of two modules, a folder without `__init__.py`, and a file beside them.
fn shapes() -> Vec<u8> {
    wheel(
        "shapes",
        &[
            ("shapes/__init__.py", "from .area import square\nSIDES = 4\n"),
            ("shapes/area.py", "def square(side):\n    return side * side\n"),
            ("shapes/plain/deep.py", "NAME = __name__\n"),
            ("shapes/table.txt", "1,2,3\n"),
            ("single.py", "import shapes\nsides = shapes.SIDES\n"),
        ],
    )
}

/// A folder with a task: lines of `task.toml` after its name, its evaluator, and wheels below `wheels`.
pub fn folder(lines: &str, evaluator: &str, wheels: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "task/task.toml", format!("name = \"packages\"\n{lines}").as_bytes());
    write(&folder, "task/evaluator.py", evaluator.as_bytes());
    for (name, bytes) in wheels {
        write(&folder, &format!("task/{name}"), bytes);
    }
    folder
}

/// A task whose candidates have these wheels.
pub fn task(wheels: &[(&str, &[u8])]) -> Result<Task, String> {
    let lines = format!("[candidate]\nfuel = 1_000_000_000\npackages = {}\n", list(wheels));
    let folder = folder(&lines, EVALUATOR, wheels);
    Task::read(&folder.path().join("task"), &[]).map_err(|error| {
        let mut text = error.to_string();
        let mut error: &dyn std::error::Error = &error;
        while let Some(source) = error.source() {
            text.push_str(&format!(": {source}"));
            error = source;
        }
        text
    })
}

const SHAPES: &str = "wheels/shapes-1.0-py3-none-any.whl";

pub fn program(text: &str) -> Candidate {
    Candidate::of_bytes("x", "x.py", text.as_bytes().to_vec())
}

pub fn judge(host: &Host, task: &Task, candidate: &str) -> Result<Verdict, String> {
    let request = EvaluationRequest {
        task,
        candidates: vec![program(candidate)],
        seed: 0,
        split: None,
        jobs: 1,
        record: None,
    };
    let evaluation = host.evaluate(request, &Interrupt::new(), &mut |_| ());
    let evaluation = evaluation.map_err(|error| error.to_string())?;
    match evaluation.results.into_iter().next().map(|result| result.outcome) {
        Some(Outcome::Verdict(verdict)) => Ok(*verdict),
        other => panic!("no verdict: {other:?}"),
    }
}

/// The score, or the code and the message of the reason.
pub fn score(task: &Task, candidate: &str) -> Result<f64, String> {
    let verdict = judge(numpy::host(), task, candidate)?;
    verdict.score.ok_or_else(|| format!("{}: {}", verdict.reason.code, verdict.reason.message))
}

#[test]
fn a_candidate_imports_what_its_task_has() {
    let bytes = shapes();
    let task = task(&[(SHAPES, &bytes)]).unwrap();
    let check = |text: &str, expected: f64| assert_eq!(score(&task, text), Ok(expected), "{text}");
    check("import shapes\ndef f():\n    return shapes.square(3)\n", 9.0);
    check("def f():\n    import single\n    return single.sides\n", 4.0);
    let deep = "import shapes.plain.deep as deep\ndef f():\n    return len(deep.NAME)\n";
    check(deep, 17.0);
    // What lies beside modules, what they are, and where they came from, as libraries ask for it.
    check(
        "import importlib.metadata, importlib.resources, inspect, pkgutil, shapes.area\n\
         def f():\n    \
             assert importlib.metadata.version('shapes') == '1.0'\n    \
             assert importlib.resources.files('shapes').joinpath('table.txt').read_text() == '1,2,3\\n'\n    \
             assert pkgutil.get_data('shapes', 'table.txt') == b'1,2,3\\n'\n    \
             assert inspect.getsource(shapes.area.square).startswith('def square')\n    \
             assert sorted(it.name for it in importlib.resources.files('shapes').iterdir()) == \
                 ['__init__.py', 'area.py', 'plain', 'table.txt']\n    \
             return 1\n",
        1.0,
    );
}

/// There is no file to write to, and what a program does to a module ends with its sandbox.
#[test]
fn packages_are_read_only() {
    let bytes = shapes();
    let lines = format!("[candidate]\npackages = {}\n", list(&[(SHAPES, &bytes)]));
    let evaluator = "def cases():\n    return [1, 2]\n\n".to_owned() + EVALUATOR;
    let folder = folder(&lines, &evaluator, &[(SHAPES, &bytes)]);
    let task = Task::read(&folder.path().join("task"), &[]).unwrap();
    let changes = "import shapes\ndef f():\n    shapes.SIDES += 1\n    return shapes.SIDES\n";
    assert_eq!(score(&task, changes), Ok(5.0));
    let writes = "import shapes\ndef f():\n    open(shapes.__file__, 'w')\n";
    let said = score(&task, writes).unwrap_err();
    assert!(said.contains(": FileNotFoundError: "), "{said}");
    let writes = "import shapes\ndef f():\n    open('/packages/shapes/area.py')\n";
    let said = score(&task, writes).unwrap_err();
    assert!(said.contains(": FileNotFoundError: "), "{said}");
}

/// The same bytes of a verdict, fuel included, in every isolation and each time.
#[test]
fn an_import_costs_the_same_each_time() {
    let bytes = shapes();
    let task = task(&[(SHAPES, &bytes)]).unwrap();
    let text = "import single\ndef f():\n    return single.sides\n";
    let needs = Needs::of_task(&task).and(&[program(text)]);
    let mut verdicts = Vec::new();
    for isolation in [Isolation::Store, Isolation::Strict] {
        let settings = Settings { isolation, ..support::settings() };
        let host = Host::open(&python::home(), &needs, &settings, &mut |_| ()).unwrap();
        verdicts.push(judge(&host, &task, text).unwrap());
    }
    for _ in 0..20 {
        verdicts.push(judge(numpy::host(), &task, text).unwrap());
    }
    assert_eq!(verdicts[0].score, Some(4.0));
    assert!(verdicts.iter().all(|verdict| *verdict == verdicts[0]));
    // More than the same program without the import, which pays nothing for what it does not import.
    let four = "def f():\n    return 4\n";
    let without = judge(numpy::host(), &task, four).unwrap();
    assert!(without.candidate_usage.fuel < verdicts[0].candidate_usage.fuel);
    let bare = self::task(&[]).unwrap();
    assert_eq!(judge(numpy::host(), &bare, four).unwrap().candidate_usage, without.candidate_usage);
}

/// Whoever asks the host itself gets no more than an import does, and pays for it.
#[test]
fn the_host_gives_files_of_packages_and_no_others() {
    let bytes = shapes();
    let task = task(&[(SHAPES, &bytes)]).unwrap();
    let asks = "from wit_world.imports import packages\ndef f():\n    \
        for path in ['', '/etc/passwd', '../shapes/area.py', 'shapes', 'shapes/', 'SHAPES/area.py', 'evaluator.py']:\n        \
            assert packages.read(path) is None, path\n    \
        assert packages.read('shapes/area.py').startswith(b'def square')\n    \
        return len(packages.names())\n";
    assert_eq!(score(&task, asks), Ok(7.0));
    assert_eq!(
        score(
            &self::task(&[]).unwrap(),
            "from wit_world.imports import packages\ndef f():\n    return len(packages.names())\n"
        ),
        Ok(0.0)
    );
    for endless in ["packages.names()", "packages.read('shapes/area.py')", "packages.read('no')"] {
        let text = format!(
            "from wit_world.imports import packages\ndef f():\n    while True:\n        {endless}\n"
        );
        let said = score(&task, &text).unwrap_err();
        assert!(said.starts_with("failed/out-of-fuel: "), "{said}");
    }
}

/// Those of candidates are none of the evaluator's, nor the other way round.
#[test]
fn each_side_has_its_own() {
    let bytes = shapes();
    let wheels: &[(&str, &[u8])] = &[(SHAPES, &bytes)];
    let evaluator =
        "import shapes\ndef evaluate(candidate, case):\n    return candidate.f() + shapes.SIDES\n";
    let candidate = "import shapes\ndef f():\n    return shapes.SIDES\n";
    let plain = "def f():\n    return 1\n";
    let judged = |lines: &str, evaluator: &str, candidate: &str| {
        let folder = folder(lines, evaluator, wheels);
        score(&Task::read(&folder.path().join("task"), &[]).unwrap(), candidate)
    };
    let theirs = format!("[candidate]\npackages = {}\n", list(wheels));
    let ours = format!("evaluator_packages = {}\n", list(wheels));
    assert_eq!(judged(&ours, evaluator, plain), Ok(5.0));
    assert_eq!(judged(&format!("{ours}{theirs}"), evaluator, candidate), Ok(8.0));
    let said = judged(&ours, evaluator, candidate).unwrap_err();
    assert!(said.contains("No module named 'shapes': `shapes` is not in the sandbox"), "{said}");
    assert!(
        said.contains("name its wheel in `packages` under `[candidate]` in task.toml"),
        "{said}"
    );
    let said = judged(&theirs, evaluator, plain).unwrap_err();
    assert!(said.contains("No module named 'shapes'"), "{said}");
    assert!(said.contains("name its wheel in `evaluator_packages` in task.toml"), "{said}");
    let said = judged(&theirs, EVALUATOR, "import shape\n").unwrap_err();
    assert!(said.contains("and the packages of the task only"), "{said}");
}

/// A package that imports NumPy counts as NumPy, however many packages are between; one that only seems to does not.
#[test]
fn who_imports_numpy_through_a_package_gets_it() {
    let uses = wheel(
        "uses",
        &[("uses/__init__.py", "def zeros():\n    import numpy\n    return numpy.zeros(3)\n")],
    );
    let over = wheel("over", &[("over.py", "from uses import zeros\n")]);
    let says = wheel(
        "says",
        &[("says.py", "# import numpy\nNAME = 'import numpy'\n"), ("says.txt", "import numpy\n")],
    );
    let task = task(&[
        ("uses-1.0-py3-none-any.whl", &uses),
        ("over-1.0-py3-none-any.whl", &over),
        ("says-1.0-py3-none-any.whl", &says),
    ])
    .unwrap();
    let plugin = |text: &str, setting: &PythonSetting| {
        Plugin::of_text("x.py", text.as_bytes(), setting).unwrap()
    };
    assert_eq!(plugin("import uses\n", &task.python), Plugin::PythonNumpy);
    assert_eq!(plugin("import over\n", &task.python), Plugin::PythonNumpy);
    assert_eq!(plugin("import says\n", &task.python), Plugin::Python);
    assert_eq!(plugin("import math\n", &task.python), Plugin::Python);
    assert_eq!(plugin("import over\n", PythonSetting::USUAL), Plugin::Python);
    assert_eq!(score(&task, "import over\ndef f():\n    return len(over.zeros())\n"), Ok(3.0));
}

/// Everything that is wrong with a wheel is said before anything runs.
#[test]
fn what_is_no_pure_wheel_is_refused() {
    #[track_caller]
    fn check(name: &str, bytes: &[u8], expected: &str) {
        let said = task(&[(name, bytes)]).expect_err(expected);
        assert!(said.contains(expected), "`{expected}` is not in `{said}`");
    }
    let right = shapes();
    let names = [
        ("shapes-1.0-cp314-cp314-manylinux_2_28_x86_64.whl", "it is for some machines only"),
        ("shapes-1.0-py3-none-linux_x86_64.whl", "it is for some machines only"),
        ("shapes-1.0-py3-abi3-any.whl", "it is for some machines only"),
        ("shapes-1.0-py2-none-any.whl", "it is not for Python 3.14"),
        ("shapes-1.0-py315-none-any.whl", "it is not for Python 3.14"),
        ("shapes-1.0.zip", "it does not end in `.whl`"),
        ("shapes-none-any.whl", "it has too few parts"),
        ("shapes--py3-none-any.whl", "it has empty parts or too many"),
    ];
    for (name, expected) in names {
        check(name, &right, expected);
    }
    let with = |change: &dyn Fn(&mut Vec<Entry>)| {
        let mut entries = pure("shapes", &[("shapes/__init__.py", "x = 1\n")]);
        change(&mut entries);
        archive(&entries)
    };
    let add = |path: &str| with(&|entries| entries.push(Entry::of(path, b"x")));
    assert!(task(&[(SHAPES, &with(&|_| ()))]).is_ok());
    for path in ["../x.py", "/x.py", "a/../../x.py", "./x.py", "a//x.py", ".."] {
        check(SHAPES, &add(path), "leads out of the package");
    }
    for path in ["a\\x.py", "c:x.py", "a\nx.py"] {
        check(SHAPES, &add(path), "has a character that paths do not have everywhere");
    }
    for path in [
        "x.so",
        "a/x.cpython-314-wasm32-wasi.so",
        "x.PYD",
        "lib/x.so.1",
        "x.wasm",
        "x.dylib",
        "x.a",
    ] {
        check(SHAPES, &add(path), "is native code; only pure Python can be imported");
    }
    check(SHAPES, &add(&"d/".repeat(126).as_str().replace("d/", "dd/")), "has more than 256 bytes");
    check(SHAPES, &add("shapes-1.0.data/purelib/x.py"), "in a place that only installers know");
    check(SHAPES, &add("shapes/__init__.py"), "stands there twice");
    for name in ["numpy/__init__.py", "lazaret.py", "app/plain.py", "candidate.py"] {
        let top = name.split(['/', '.']).next().unwrap();
        check(SHAPES, &add(name), &format!("the interpreter has a module `{top}` of its own"));
    }
    let last = |change: &dyn Fn(&mut Entry)| {
        with(&|entries| {
            let mut entry = Entry::of("x.py", b"x = 1\n");
            change(&mut entry);
            entries.push(entry);
        })
    };
    check(SHAPES, &last(&|it| it.attributes = 0o120_777 << 16), "is locked, or a link, or no file");
    check(SHAPES, &last(&|it| it.flags = 1), "is locked, or a link, or no file");
    check(SHAPES, &last(&|it| it.method = 12), "is packed in an unusual way");
    check(SHAPES, &last(&|it| it.crc += 1), "is damaged");
    check(SHAPES, &last(&|it| it.size += 1), "is damaged");
    check(SHAPES, &last(&|it| it.size -= 1), "is damaged");
    check(
        SHAPES,
        &last(&|it| it.own_path = "y.py".to_owned()),
        "has another name in its own place",
    );
    check(SHAPES, &last(&|it| it.size = u32::MAX), "it is larger than 4 GiB");
    check(SHAPES, &last(&|it| it.size = 65 << 20), "its files have more than 67108864 bytes");
    let impure = with(&|entries| {
        entries[1] = Entry::of("shapes-1.0.dist-info/WHEEL", b"Root-Is-Purelib: false\n");
    });
    check(SHAPES, &impure, "no `*.dist-info/WHEEL` that says `Root-Is-Purelib: true`");
    check(SHAPES, &with(&|entries| drop(entries.remove(1))), "no `*.dist-info/WHEEL`");
    check(SHAPES, b"", "it does not end as one");
    check(SHAPES, b"PK\x05\x06", "it does not end as one");
    let behind = [&right[..], b"x"].concat();
    check(SHAPES, &behind, "it does not end as one");
    let mut gap = right.clone();
    gap.splice(right.len() - 22..right.len() - 22, *b"PK");
    check(SHAPES, &gap, "something stands behind its list");
    for end in 0..right.len() {
        assert!(task(&[(SHAPES, &right[..end])]).is_err(), "{end}");
    }
    // Most of these are errors, some are still wheels, and none is a panic.
    for at in 0..right.len() {
        for change in [1, 0x80, 0xff] {
            let mut changed = right.clone();
            changed[at] ^= change;
            let _ = task(&[(SHAPES, &changed)]);
        }
    }
}

/// A package of a name that is taken would never be found, which nobody would be told.
#[test]
fn a_package_named_like_a_module_of_the_standard_library_is_refused() {
    let of = |path: &str| {
        let wheel = wheel("x", &[(path, "x = 1\n")]);
        task(&[("wheels/x-1.0-py3-none-any.whl", &wheel)])
    };
    for (path, name) in [
        ("json/__init__.py", "json"),
        ("statistics.py", "statistics"),
        ("email/more/deep.py", "email"),
        ("_bisect.py", "_bisect"),
        ("bz2.py", "bz2"),
    ] {
        let said = of(path).unwrap_err();
        let expected = format!(
            "`x-1.0-py3-none-any.whl` cannot be used: the standard library has a module `{name}` of its own, which is \
             what `import {name}` finds"
        );
        assert!(said.contains(&expected), "{said}");
    }
    // Names that only look like one, and those of modules that are not there.
    for path in ["json5/__init__.py", "jso.py", "x/json.py", "json.txt", "ctypes.py"] {
        assert!(of(path).is_ok(), "{path}");
    }
    let stands_in = wheel("x", &[("ctypes.py", "sizeof = 7\n")]);
    let task = task(&[("wheels/x-1.0-py3-none-any.whl", &stands_in)]).unwrap();
    assert_eq!(score(&task, "import ctypes\ndef f():\n    return ctypes.sizeof\n"), Ok(7.0));
}

/// What the host takes for taken is what an import finds, in both interpreters.
#[test]
fn the_names_that_are_taken_are_those_of_the_interpreters() {
    let names: Vec<String> = taken_modules().iter().map(|name| format!("'{name}'")).collect();
    for first in ["", "import numpy\n"] {
        let text = format!(
            "{first}import sys\nfrom importlib.util import find_spec\n\
             def f():\n    \
                 there = {{name for name in sys.stdlib_module_names if find_spec(name)}}\n    \
                 taken = {{{}}}\n    \
                 assert there == taken, there ^ taken\n    \
                 return 1\n",
            names.join(", ")
        );
        assert_eq!(score(&task(&[]).unwrap(), &text), Ok(1.0));
    }
}

/// Packages that need what is left out of the standard library fail, and whoever reads it is told what it was.
#[test]
fn a_module_that_a_package_lacks_is_named() {
    let needs = wheel(
        "needs",
        &[("needs/packed.py", "import bz2\n"), ("needs/foreign.py", "from ctypes import c_int\n")],
    );
    let task = task(&[("wheels/needs-1.0-py3-none-any.whl", &needs)]).unwrap();
    for (module, expected) in [
        (
            "packed",
            "No module named '_bz2': `_bz2`, a part of `bz2`, belongs to the standard library but is not in the sandbox",
        ),
        (
            "foreign",
            "No module named 'ctypes': `ctypes` belongs to the standard library but is not in the sandbox",
        ),
    ] {
        let said = score(&task, &format!("import needs.{module}\n")).unwrap_err();
        assert!(said.contains(expected), "{said}");
    }
}

/// Each cap at its number and one above.
#[test]
fn wheels_have_caps() {
    let zeros = vec![b'#'; (64 << 20) - 4096];
    let large = |more: usize| {
        let mut entries = pure("large", &[]);
        let said: usize = entries.iter().map(|entry| entry.content.len()).sum();
        let content = [&zeros[..], &vec![b'#'; 4096 - said + more]].concat();
        entries.push(Entry::of("large.py", &content));
        archive(&entries)
    };
    assert!(task(&[("large-1.0-py3-none-any.whl", &large(0))]).is_ok());
    let said = task(&[("large-1.0-py3-none-any.whl", &large(1))]).unwrap_err();
    assert!(said.contains("more than 67108864 bytes; 67108864 are allowed"), "{said}");
    let many = |count: usize| {
        let mut entries = pure("many", &[]);
        entries.extend((0..count - 2).map(|number| Entry::of(&format!("many/m{number}.py"), b"")));
        archive(&entries)
    };
    assert!(task(&[("many-1.0-py3-none-any.whl", &many(10_000))]).is_ok());
    let said = task(&[("many-1.0-py3-none-any.whl", &many(10_001))]).unwrap_err();
    assert!(said.contains("more than 10000 files; 10000 are allowed"), "{said}");
    let some = |count: usize| {
        let wheels: Vec<(String, Vec<u8>)> = (0..count)
            .map(|number| {
                let name = format!("p{number}");
                let bytes = wheel(&name, &[(&format!("{name}.py"), "")]);
                (format!("{name}-1.0-py3-none-any.whl"), bytes)
            })
            .collect();
        let borrowed: Vec<(&str, &[u8])> =
            wheels.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        task(&borrowed)
    };
    assert!(some(32).is_ok());
    let said = some(33).unwrap_err();
    assert!(said.contains("33 wheels; 32 are allowed for a side"), "{said}");
    let stored = |size: usize| {
        let mut entries = pure("stored", &[]);
        let mut entry = Entry::of("stored.bin", &vec![0; size]);
        entry.method = 0;
        entries.push(entry);
        archive(&entries)
    };
    let frame = stored(0).len();
    assert!(task(&[("stored-1.0-py3-none-any.whl", &stored((16 << 20) - frame))]).is_ok());
    let said =
        task(&[("stored-1.0-py3-none-any.whl", &stored((16 << 20) - frame + 1))]).unwrap_err();
    assert!(said.contains("it has more than 16777216 bytes"), "{said}");
    let half = stored(8 << 20);
    let said =
        task(&[("a/stored-1.0-py3-none-any.whl", &half), ("b/stored-1.0-py3-none-any.whl", &half)]);
    assert!(said.unwrap_err().contains("more than 16777216 bytes together"));
}

#[test]
fn wheels_do_not_cover_each_other() {
    let one = wheel("one", &[("common/a.py", ""), ("other.py", "")]);
    let check = |files: &[(&str, &str)], expected: Option<&str>| {
        let two = wheel("two", files);
        let made = task(&[("one-1.0-py3-none-any.whl", &one), ("two-1.0-py3-none-any.whl", &two)]);
        match (made, expected) {
            (Ok(_), None) => {}
            (Err(said), Some(path)) => {
                let expected = format!("`{path}` in it is in another wheel, too");
                assert!(said.contains(&expected), "{said}");
            }
            (made, _) => panic!("{files:?}: {:?}", made.map(|_| ())),
        }
    };
    check(&[("common/b.py", "")], None);
    check(&[("common/a.py", "")], Some("common/a.py"));
    check(&[("common", "")], Some("common"));
    check(&[("other.py/x", "")], Some("other.py/x"));
}

/// A wheel is held to its digest, and stays in the folder.
#[test]
fn what_task_toml_says_of_a_wheel_must_be_so() {
    let bytes = shapes();
    let read = |lines: &str, wheels: &[(&str, &[u8])]| {
        let folder = folder(lines, EVALUATOR, wheels);
        let path = folder.path().join("task");
        let read = Task::read(&path, &[]);
        read.map_err(|error| format!("{error}: {:?}", std::error::Error::source(&error)))
    };
    let lines = format!("[candidate]\npackages = {}\n", list(&[(SHAPES, &bytes)]));
    let mut other = bytes.clone();
    *other.last_mut().unwrap() = 1;
    let said = read(&lines, &[(SHAPES, &other)]).unwrap_err();
    assert!(said.contains("Digest") && said.contains("expected"), "{said}");
    let said = read(&lines, &[]).unwrap_err();
    assert!(said.contains("cannot read"), "{said}");
    let outside =
        format!("[candidate]\npackages = {}\n", list(&[("../x-1-py3-none-any.whl", &bytes)]));
    let said = read(&outside, &[("../x-1-py3-none-any.whl", &bytes)]).unwrap_err();
    assert!(said.contains("cannot read"), "{said}");
}

/// Packages decide scores: they are in the identity, and the record has all that is needed to judge again.
#[test]
fn packages_are_part_of_the_identity_and_of_the_record() {
    let bytes = shapes();
    let lines = format!("[candidate]\npackages = {}\n", list(&[(SHAPES, &bytes)]));
    let folder = folder(&lines, EVALUATOR, &[(SHAPES, &bytes)]);
    write(&folder, "a.py", b"import shapes\ndef f():\n    return shapes.SIDES\n");
    write(&folder, "b.py", b"def f():\n    return 1\n");
    let lazaret = |arguments: &[&str]| {
        lazaret_under(folder.path(), &[arguments, &["--ledger", "ledger"]].concat(), &[])
    };
    let judged = lazaret(&["eval", "task", "a.py", "--json"]);
    assert_eq!(judged.exit, Some(0), "{}", judged.stderr);
    // Other packages, other scores: never side by side.
    let other = wheel("shapes", &[("shapes/__init__.py", "SIDES = 5\n")]);
    write(&folder, &format!("task/{SHAPES}"), &other);
    let lines = format!("[candidate]\npackages = {}\n", list(&[(SHAPES, &other)]));
    write(&folder, "task/task.toml", format!("name = \"packages\"\n{lines}").as_bytes());
    let again = lazaret(&["eval", "task", "a.py", "--json"]);
    assert_eq!(again.json()["results"][0]["recalled"], false);
    assert_eq!(again.json()["results"][0]["verdict"]["score"], 5.0);
    let beside = lazaret(&["eval", "task", "b.py", "--compare", "1"]);
    assert_eq!(beside.exit, Some(2), "{}", beside.stderr);
    assert!(beside.stderr.contains("candidate-packages: sha256:"), "{}", beside.stderr);
    // The folder is not looked at.
    std::fs::remove_dir_all(folder.path().join("task")).unwrap();
    let replayed = lazaret(&["replay", "--all", "--json"]);
    assert_eq!(replayed.exit, Some(0), "{}", replayed.stderr);
    assert_eq!(replayed.json()["identical"], 3);
}
