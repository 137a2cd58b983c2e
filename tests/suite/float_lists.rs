//! Lists of floats cross as bytes between programs in Python: what they cost then, that nobody can tell, and what becomes of
//! bytes that lie.

use lazaret_host::{Host, Task};
use lazaret_trial::{Code, Verdict};

use crate::packages::{folder, judge};
use crate::{numpy, python};

fn task(lines: &str, evaluator: &str) -> Task {
    let folder = folder(lines, evaluator, &[]);
    Task::read(&folder.path().join("task"), &[]).unwrap()
}

fn judged(host: &Host, evaluator: &str, candidate: &str) -> Verdict {
    judge(host, &task("", evaluator), candidate).unwrap()
}

/// The candidate gives back what it got, and what it took it for.
const ECHO: &str = "def f(*args, **named):\n    \
    kinds = lambda it: [kinds(x) for x in it] if type(it) is list else \\\n        \
        {key: kinds(x) for key, x in it.items()} if type(it) is dict else type(it).__name__\n    \
    given = list(args) or named\n    \
    return [given, kinds(given)]\n";

#[test]
fn floats_that_cross_cost_their_bytes() {
    let evaluator = |more: &str| {
        format!(
            "import random\n\
             def evaluate(candidate, case):\n    \
                 given = [random.random() for _ in range(200)]{more}\n    \
                 for _ in range(20):\n        \
                     given = candidate.f(given)[0][0]\n    \
                 return 1.0\n"
        )
    };
    let fuel = |more: &str| {
        let verdict = judged(python::host(), &evaluator(more), ECHO);
        assert_eq!(verdict.score, Some(1.0), "{:?}", verdict.reason);
        [verdict.candidate_usage.fuel, verdict.evaluator_usage.fuel]
    };
    // With a whole number in it, it is a list like any other.
    for (bytes, text) in fuel("").into_iter().zip(fuel(" + [1]")) {
        assert!(bytes * 2 < text, "{bytes} as bytes, {text} as text");
    }
}

/// Values, kinds and places; in lists that go as bytes and in such that do not.
#[test]
fn nobody_can_tell_how_a_list_has_crossed() {
    let evaluator = "import math, struct\n\
        LISTS = [\n    \
            [0.1, -0.0, math.inf, -math.inf, 5e-324, 1.7976931348623157e308],\n    \
            [1.0, 2.0, 3.0, 4], [1.0, 2.0, 3.0, True], [1.0, None, 3.0, 4.0], [1.0, 2.0, 3.0, '4'],\n    \
            [], [0.5], [1.0] * 3, [1.0] * 4, [1.0] * 5000, (0.25, 0.5, 0.75, 1.0), [[0.5] * 8] * 3,\n    \
            {'a': [0.5] * 9, 'b': {'c': [None, [0.25] * 4, {'d': [1.5] * 5}]}}, [[[[0.5] * 4, 1]]], None, 7,\n]\n\
        def plain(it):\n    \
            return [plain(x) for x in it] if type(it) in (list, tuple) else \\\n        \
                {key: plain(x) for key, x in it.items()} if type(it) is dict else \\\n        \
                struct.pack('d', it) if type(it) is float else it\n\
        def kinds(it):\n    \
            return [kinds(x) for x in it] if type(it) in (list, tuple) else \\\n        \
                {key: kinds(x) for key, x in it.items()} if type(it) is dict else type(it).__name__\n\
        def check(given, answer):\n    \
            assert plain(answer) == plain([given, kinds(given)]), (given, answer)\n\
        def evaluate(candidate, case):\n    \
            for given in LISTS:\n        \
                check([given], candidate.f(given))\n        \
                check([1, given, 'x', given], candidate.f(1, given, 'x', given))\n        \
                check({'one': given, 'two': 2.0}, candidate.f(one=given, two=2.0))\n    \
            check(LISTS, candidate.f(*LISTS))\n    \
            answer, _ = candidate.f([math.nan] * 5)\n    \
            assert all(type(x) is float and math.isnan(x) for x in answer[0])\n    \
            nan = struct.unpack('d', struct.pack('Q', 0xfff8dead00000001))[0]\n    \
            bits = {struct.pack('d', x) for x in candidate.f([nan] * 5)[0][0]}\n    \
            assert bits == {struct.pack('d', math.nan)}, bits\n    \
            deep = [0.5] * 4\n    \
            for _ in range(60):\n        \
                deep = [deep]\n    \
            check([deep], [[candidate.f(deep)[0][0]], kinds([deep])])\n    \
            return 1.0\n";
    let verdict = judged(python::host(), evaluator, ECHO);
    assert_eq!(verdict.score, Some(1.0), "{:?}", verdict.reason);
    // A program with NumPy is given lists as well, unless its task wants arrays.
    let verdict = judged(numpy::host(), evaluator, &format!("import numpy\n{ECHO}"));
    assert_eq!(verdict.score, Some(1.0), "{:?}", verdict.reason);
    let verdict = judged(numpy::host(), &format!("import numpy\n{evaluator}"), ECHO);
    assert_eq!(verdict.score, Some(1.0), "{:?}", verdict.reason);
}

const ASKS: &str = "def evaluate(candidate, case):\n    return candidate.f([0.5] * 8)\n";

/// Whoever takes the interpreter apart sends what it likes; the host believes none of it.
#[test]
fn bytes_that_lie_are_no_answer() {
    for lists in [
        "b'x'",
        "b'\\0\\xff\\xff\\xff\\xff'",
        "b'\\1\\0\\0\\0\\0\\1\\0\\0\\0' + bytes(8)",
        "b'\\0\\1\\0\\0\\0' + bytes(7)",
        "b'\\0\\1\\0\\0\\0' + bytes(9)",
        "2 * (b'\\0\\1\\0\\0\\0' + bytes(8))",
        "b'\\x40' + bytes(64 * 4 + 4)",
    ] {
        let evil = format!(
            "from app import program\n\
             program.listed_of = lambda result: ('null', {lists})\n\
             import app\n\
             app.FloatProgram.call = lambda *_: ('null', {lists})\n\
             def f(given):\n    return [0.5] * 8\n"
        );
        let verdict = judged(python::host(), ASKS, &evil);
        assert_eq!(verdict.reason.code, Code::FailedInvalidOutput, "{lists}: {:?}", verdict.reason);
    }
    // An answer that is a list all the same is what a candidate may give.
    let forged = "import app, struct\n\
        app.FloatProgram.call = lambda *_: ('[null]', struct.pack('<BIId', 1, 0, 1, 0.5))\n\
        def f(given):\n    return 1\n";
    let verdict = judged(
        python::host(),
        "def evaluate(candidate, case):\n    \
        return float(candidate.f([0.5] * 8) == [[0.5]])\n",
        forged,
    );
    assert_eq!(verdict.score, Some(1.0), "{:?}", verdict.reason);
}

/// A candidate has no candidate, in this form either; an evaluator that lies is at fault.
#[test]
fn who_may_not_ask_is_refused() {
    let asks = "def f(given):\n    \
        from wit_world.imports import float_candidate\n    \
        return float_candidate.call('f', '[]', b'')\n";
    let verdict = judged(python::host(), ASKS, asks);
    assert_eq!(verdict.reason.code, Code::FailedTrap);
    let refused = "called `lazaret:python/float-candidate.call`, which it is not granted";
    assert!(verdict.reason.message.contains(refused), "{:?}", verdict.reason);
    let lies = "from wit_world.imports import float_candidate\n\
        def evaluate(candidate, case):\n    return float_candidate.call('f', '[null]', b'\\1')\n";
    let verdict = judged(python::host(), lies, ECHO);
    assert_eq!(verdict.reason.code, Code::FaultEvaluatorInvalid, "{:?}", verdict.reason);
}

/// The bytes count as the text does.
#[test]
fn results_are_held_to_their_budget() {
    let gives = |count: usize| {
        let task = task(
            "[candidate]\nresult = 1000\n",
            "def evaluate(candidate, case):\n    \
            candidate.f([0.5] * 8)\n    return 1.0\n",
        );
        judge(python::host(), &task, &format!("def f(given):\n    return [0.5] * {count}\n"))
    };
    // The text `null`, a byte for the way and four for the length.
    let fits = (1000 - 4 - 5) / 8;
    assert_eq!(gives(fits).unwrap().score, Some(1.0));
    let verdict = gives(fits + 1).unwrap();
    assert_eq!(verdict.reason.code, Code::FailedResultLimit);
    let excess = verdict.reason.excess.unwrap();
    assert_eq!((excess.measured, excess.allowed), (9 + 8 * (fits as u64 + 1), 1000));
}
