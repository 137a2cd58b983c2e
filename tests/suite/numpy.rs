//! The Python plugin with NumPy as it is: programs that import it, what crosses, and who gets which interpreter.
//!
//! These tests need the plugin. `cargo xtask test` has built it by the time they run; otherwise the first of them
//! does, which takes minutes and the network.

use std::sync::OnceLock;

use lazaret_host::{
    Call, Candidate, EvaluationRequest, Host, Interrupt, Needs, Outcome, Plugin, Plugins,
    RunRequest, Task,
};
use lazaret_trial::{Budget, Code, Value, Verdict};

use crate::corpus_case::Case;
use crate::scripts::{check_repetition, directives, files};
use crate::{python, support};

/// The host with both interpreters of Python, one for all tests.
pub fn host() -> &'static Host {
    static HOST: OnceLock<Host> = OnceLock::new();
    HOST.get_or_init(|| {
        let plugins = Plugins::open(&python::home()).expect("the home of the tests can be used");
        if plugins.installed(Plugin::PythonNumpy).expect("the record can be read").is_none() {
            plugins.build(Plugin::PythonNumpy, &mut |_| ()).expect("the plugin can be built");
        }
        let both = [program("import numpy\n"), program("")];
        let needs = Needs::default().and(&both);
        Host::open(&python::home(), &needs, &support::settings(), &mut |_| ())
            .expect("the host opens")
    })
}

fn program(text: &str) -> Candidate {
    Candidate::of_bytes("x", "x.py", text.as_bytes().to_vec())
}

/// The result of `f()`, as text; or the code of the reason and its message.
fn result(text: &str) -> String {
    let request = RunRequest {
        candidate: &program(text),
        call: Some(Call { function: "f".to_owned(), arguments: Value::List(Vec::new()) }),
        budget: Budget::for_candidates(),
        seed: support::SEED,
        wit: None,
    };
    let outcome = host().run(&request, &Interrupt::new()).expect("the host works");
    match outcome.result {
        Ok(value) => value.to_string(),
        Err(reason) => format!("{}: {}", reason.code, reason.message),
    }
}

/// Each case twice, so that whatever does not repeat shows: result, usage and logs.
#[test]
fn every_numpy_candidate_ends_as_it_says_and_repeats_exactly() {
    let mut findings = String::new();
    for (name, text) in files("numpy", &["py"]) {
        let case = Case::parse(&directives(&text, "#"));
        let case = case.unwrap_or_else(|error| panic!("{name}: {error}"));
        let run = || support::run_case(host(), &case, "case.py", text.as_bytes().to_vec());
        let (first, second) = (run(), run());
        for difference in case.differences(&first) {
            findings.push_str(&format!("{name}: {difference}\n"));
        }
        check_repetition(&name, &first, &second, &mut findings);
    }
    assert!(findings.is_empty(), "\n{findings}");
}

/// The same random numbers for the same seed, other ones for another, and none of the snapshot's.
#[test]
fn the_global_generator_is_the_seeds() {
    let candidate = program("import numpy as np\ndef f():\n    return np.random.random(3)\n");
    let numbers = |seed| {
        let request = RunRequest {
            candidate: &candidate,
            call: Some(Call { function: "f".to_owned(), arguments: Value::List(Vec::new()) }),
            budget: Budget::for_candidates(),
            seed,
            wit: None,
        };
        let outcome = host().run(&request, &Interrupt::new()).expect("the host works");
        outcome.result.expect("three numbers").to_string()
    };
    assert_eq!(numbers(1), numbers(1));
    assert_ne!(numbers(1), numbers(2));
}

/// The text decides, and nothing else.
#[test]
fn a_program_that_does_not_import_numpy_gets_the_plain_interpreter() {
    let there = "import sys\ndef f():\n    return 'numpy' in sys.modules\n";
    assert_eq!(result(there), "false");
    assert_eq!(result(&format!("def g():\n    import numpy\n{there}")), "true");
    let hidden = "def f():\n    return __import__('numpy').pi\n";
    let said = result(hidden);
    assert!(said.starts_with("failed/exception: ModuleNotFoundError: "), "{said}");
    assert!(said.contains("No module named 'numpy': NumPy is in"), "{said}");
    assert!(said.contains("python = \"numpy\""), "{said}");
}

const TASK: &str = "name = \"case\"\ntitle = \"A case\"\n[candidate]\n";

fn judge(task: &Task, candidate: &str) -> Result<Verdict, String> {
    let request = EvaluationRequest {
        task,
        candidates: vec![program(candidate)],
        seed: 0,
        split: None,
        jobs: 1,
        record: None,
    };
    let evaluation = host().evaluate(request, &Interrupt::new(), &mut |_| ());
    let evaluation = evaluation.map_err(|error| error.to_string())?;
    match evaluation.results.into_iter().next().map(|result| result.outcome) {
        Some(Outcome::Verdict(verdict)) => Ok(*verdict),
        other => panic!("no verdict: {other:?}"),
    }
}

/// Scores a candidate by an evaluator's text, in a task with these lines more.
fn score(lines: &str, evaluator: &str, candidate: &str) -> Result<f64, String> {
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    let task = python::task(folder.path(), &format!("{TASK}{lines}"), evaluator);
    let verdict = judge(&task, candidate)?;
    verdict.score.ok_or_else(|| format!("{}: {}", verdict.reason.code, verdict.reason.message))
}

const HIDDEN: &str = "def f():\n    return __import__('numpy').arange(3)\n";

#[test]
fn a_task_can_fix_the_interpreter() {
    let evaluator = "def evaluate(candidate, case):\n    return sum(candidate.f())\n";
    assert_eq!(score("python = \"numpy\"\n", evaluator, HIDDEN), Ok(3.0));
    let plain = "import numpy\ndef f():\n    return [1]\n";
    let said = score("python = \"plain\"\n", evaluator, plain).expect_err("there is no NumPy");
    assert!(said.contains("No module named 'numpy'"), "{said}");
    assert_eq!(score("", evaluator, plain), Ok(1.0));
}

#[test]
fn what_a_task_fixes_is_part_of_the_identity() {
    let evaluator = "def evaluate(candidate, case):\n    return 1\n";
    let identity = |lines: &str| {
        let folder = tempfile::tempdir().expect("there is room for a temporary folder");
        let task = python::task(folder.path(), &format!("{TASK}{lines}"), evaluator);
        let opened = host().open_task(&task, 0, None, &Interrupt::new()).expect("it opens");
        opened.identity().clone()
    };
    let (free, numpy, plain) =
        (identity(""), identity("python = \"numpy\"\n"), identity("python = \"plain\"\n"));
    assert_ne!(free.digest, numpy.digest);
    assert_ne!(plain.digest, numpy.digest);
    assert_eq!(identity("python = \"imports\"\n").digest, free.digest);
}

/// Arrays as arguments, as results, and numbers of NumPy's as metrics.
#[test]
fn an_evaluator_with_numpy_hands_over_arrays_and_scores_with_its_numbers() {
    let evaluator = "import numpy as np
def describe():
    return {'metrics': {'score': 'maximize', 'size': {'goal': 'minimize', 'maximum': np.float64(9)}}}
def cases():
    return {'a': np.arange(4.0), 'b': {'x': np.ones((2, 2))}}
def evaluate(candidate, case):
    answer = np.array(candidate.f(np.array([1.0, 2.0]), np.int64(3)))
    return {'score': np.mean(answer), 'size': np.array(answer.size)}
def summarize(reports):
    return {'score': np.sum([report['score'] for report in reports]), 'size': np.int8(2)}
";
    let plain = "def f(numbers, factor):\n    return [factor * number for number in numbers]\n";
    let arrays =
        "import numpy as np\ndef f(numbers, factor):\n    return factor * np.array(numbers)\n";
    assert_eq!(score("", evaluator, plain), Ok(9.0));
    assert_eq!(score("", evaluator, arrays), Ok(9.0));
}

/// What is no number for the plain interpreter is none here.
#[test]
fn metrics_of_numpy_are_held_to_what_metrics_are_held_to() {
    let said = |answer: &str| {
        let evaluator =
            format!("import numpy as np\ndef evaluate(candidate, case):\n    return {answer}\n");
        score("", &evaluator, "def f():\n    return 1\n")
    };
    assert_eq!(said("np.float32(0.5)"), Ok(0.5));
    for nonsense in [
        "np.bool_(True)",
        "np.array([1.0])",
        "np.complex128(1)",
        "np.float64('nan')",
        "np.inf * np.ones(())",
        "np.str_('1')",
        "np.longdouble(1)",
        "np.array(1, dtype=object)",
    ] {
        let said = said(nonsense).expect_err(nonsense);
        assert!(said.contains("evaluator"), "{nonsense}: {said}");
    }
}

/// The heuristics on arrays are those on lists, to the last bit.
#[test]
fn heuristics_on_arrays_pack_the_same_bins() {
    let folder = support::workspace().join("examples/online-bin-packing");
    let task = Task::read(&folder, &[]).expect("the example can be read");
    let score = |path: &str| {
        let text = std::fs::read_to_string(folder.join(path)).expect("the candidate is there");
        judge(&task, &text).expect("the evaluator works").measurements
    };
    for name in ["best_fit", "gap_cost"] {
        let (lists, arrays) =
            (score(&format!("candidates/{name}.py")), score(&format!("arrays/{name}.py")));
        assert!(!lists.is_empty());
        assert_eq!(format!("{lists:?}"), format!("{arrays:?}"), "{name}");
    }
}

#[test]
fn twenty_runs_use_the_same_fuel() {
    let candidate = program(
        "import numpy as np\ndef f():\n    a = np.random.random((50, 50))\n    return np.linalg.inv(a @ a.T + 1).sum()\n",
    );
    let run = || {
        let request = RunRequest {
            candidate: &candidate,
            call: Some(Call { function: "f".to_owned(), arguments: Value::List(Vec::new()) }),
            budget: Budget::for_candidates(),
            seed: support::SEED,
            wit: None,
        };
        let outcome = host().run(&request, &Interrupt::new()).expect("the host works");
        (outcome.result.expect("a number").to_string(), outcome.usage)
    };
    let first = run();
    for _ in 1..20 {
        assert_eq!(run(), first);
    }
}

/// A home without the plugin: what needs it says how to get it, and what does not need it works.
#[test]
fn without_the_plugin_an_error_names_the_command() {
    let folder = support::home();
    support::write(&folder, "x.py", b"import numpy\n");
    let output = support::lazaret(folder.path(), &["run", "x.py"]);
    assert!(
        output.stderr.contains("the python-numpy plugin, which is not built"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("lazaret plugin build python-numpy"), "{}", output.stderr);
    assert_ne!(output.exit, Some(0));
    let listed = support::lazaret(folder.path(), &["plugin", "list"]);
    assert!(
        listed.stdout.contains("`lazaret plugin build python-numpy` builds it"),
        "{}",
        listed.stdout
    );
    assert_eq!(Code::FaultToolchain.as_str(), "fault/toolchain");
}
