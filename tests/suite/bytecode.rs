//! Texts are read once: what a case costs then, that what a program does to itself reaches no other sandbox, and that
//! a program cannot tell.

use lazaret_host::Task;
use lazaret_trial::{Code, Verdict};

use crate::packages::{folder, judge};
use crate::python;

/// Two cases, so that neither is the first sandbox that the program is loaded into.
const EVALUATOR: &str = "def cases():\n    return [1, 2]\n\
    def evaluate(candidate, case):\n    return candidate.f()\n";

/// Some hundred functions that nobody calls: a text that takes long to be read.
fn functions(count: usize) -> String {
    let function = |at: usize| {
        format!("def unused{at}(x, *rest, key=None):\n    return [x + {at} for _ in 'ab'][0]\n")
    };
    (0..count).map(function).collect()
}

fn task(lines: &str, evaluator: &str) -> Task {
    let folder = folder(lines, evaluator, &[]);
    Task::read(&folder.path().join("task"), &[]).unwrap()
}

fn judged(task: &Task, text: &str) -> Verdict {
    judge(python::host(), task, text).unwrap()
}

fn fuel(verdict: &Verdict) -> [u64; 2] {
    let [first, second] = verdict.cases.as_slice() else { panic!("{verdict:?}") };
    assert_eq!(first.candidate_usage, second.candidate_usage);
    [first.candidate_usage.fuel, first.evaluator_usage.fuel]
}

#[test]
fn a_case_does_not_read_the_texts_again() {
    let answer = "def f():\n    return 1\n";
    let short = fuel(&judged(&task("", EVALUATOR), answer));
    let text = functions(300);
    let long = judged(&task("", &format!("{text}{EVALUATOR}")), &format!("{text}{answer}"));
    assert_eq!(long.score, Some(1.0));
    for (long, short) in fuel(&long).into_iter().zip(short) {
        // To read it takes 20 M and more; to run it defines 300 functions.
        assert!(long - short < 5_000_000, "{long} with the functions, {short} without");
    }
}

/// What is handed out is what was read, before the program could change it; and what one instance does to the text, the
/// code or the interpreter is gone with it.
#[test]
fn no_program_changes_what_its_cases_run() {
    let evil = "import sys\n\
        it = sys.modules['app.program']\n\
        evil = compile('def f():\\n    return 100\\n', 'x.py', 'exec')\n\
        it.code = evil\n\
        it.bytecode = lambda _: __import__('marshal').dumps(evil)\n\
        compile = None\n\
        def f():\n    return 1\n";
    assert_eq!(judged(&task("", EVALUATOR), evil).score, Some(1.0));
}

/// Tracebacks, positions, texts and names are those of the source.
#[test]
fn a_program_that_was_read_before_is_as_it_was() {
    let fails = "def f():\n    values = []\n    return values[7]\n";
    let verdict = judged(&task("", EVALUATOR), fails);
    assert_eq!(verdict.reason.code, Code::FailedException);
    assert_eq!(verdict.reason.position.map(|at| at.line), Some(3), "{:?}", verdict.reason);
    let looks = "import inspect, traceback\n\
        def f():\n    \
            assert inspect.getsource(f).startswith('def f():\\n    assert'), inspect.getsource(f)\n    \
            assert f.__code__.co_filename.endswith('.py') and __name__ == 'candidate'\n    \
            assert 'a' 'b' is 'ab' and f.__code__.co_consts is f.__code__.co_consts\n    \
            try:\n        \
                1 / 0\n    \
            except ZeroDivisionError:\n        \
                assert '1 / 0' in traceback.format_exc()\n    \
            return 1\n";
    let verdict = judged(&task("", EVALUATOR), looks);
    assert_eq!(verdict.score, Some(1.0), "{:?}", verdict.reason);
}

/// Code is no result: a program whose results may have a byte is read like any other. What has more than a MiB of it is read
/// anew for each case.
#[test]
fn what_cannot_be_kept_is_read_each_time() {
    let small = task("[candidate]\nresult = 1\n", EVALUATOR);
    let text = format!("{}def f():\n    return 1\n", functions(1_000));
    assert!(64 << 10 < text.len());
    let verdict = judged(&small, &text);
    assert_eq!(verdict.score, Some(1.0), "{:?}", verdict.reason);
    // Each is folded to 4,096 characters of three bytes.
    let text = |constants: u32| {
        let constant =
            |at| format!("c{at} = '{}' * 4096\n", char::from_u32(0x4e00 + at).unwrap_or_default());
        let constants: String = (0..constants).map(constant).collect();
        format!("{constants}{}def f():\n    return 1\n", functions(300))
    };
    let [kept, _] = fuel(&judged(&task("", EVALUATOR), &text(70)));
    let [read_anew, _] = fuel(&judged(&task("", EVALUATOR), &text(100)));
    assert!(kept * 2 < read_anew, "{kept} kept, {read_anew} read anew");
}

/// An evaluator that does not load says so with each question, and costs no candidate anything.
#[test]
fn an_evaluator_that_cannot_be_read_says_why() {
    let wrong = task("", "def evaluate(candidate, case:\n    return 1\n");
    let said = judge(python::host(), &wrong, "def f():\n    return 1\n").unwrap_err();
    assert!(said.contains("the evaluator does not load"), "{said}");
}
