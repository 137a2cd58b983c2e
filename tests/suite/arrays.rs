//! Arrays between programs with NumPy, and lists that arrive as arrays: what keeps its kind and shape, what everybody
//! else sees of it, and what is refused.

use lazaret_host::{
    Candidate, EvaluationRequest, Host, Interrupt, Isolation, Needs, Outcome, Settings, Task,
};
use lazaret_trial::{Code, Verdict};
use tempfile::TempDir;

use crate::support::{self, write};
use crate::tour::lazaret_under;
use crate::{numpy, python};

const TASK: &str = "name = \"arrays\"\n";
const AS_ARRAYS: &str = "name = \"arrays\"\n[candidate]\narrays = true\n";

/// A candidate that says what it was given, and gives it back.
const ECHO: &str = "import numpy as np\ndef kind(x):\n    \
    return [type(x).__name__, str(getattr(x, 'dtype', '')), list(getattr(x, 'shape', []))]\n\
    def same(x):\n    return x\n";

/// The same without NumPy.
const PLAIN_ECHO: &str =
    "def kind(x):\n    return [type(x).__name__, '', []]\ndef same(x):\n    return x\n";

fn task(lines: &str, wit: &str, evaluator: &str) -> Task {
    let folder = tempfile::tempdir().expect("there is room for a temporary folder");
    if !wit.is_empty() {
        write(&folder, "task.wit", wit.as_bytes());
    }
    python::task(folder.path(), lines, evaluator)
}

fn judge(host: &Host, task: &Task, name: &str, candidate: &str) -> Verdict {
    let request = EvaluationRequest {
        task,
        candidates: vec![Candidate::of_bytes("x", name, candidate.as_bytes().to_vec())],
        seed: 0,
        split: None,
        jobs: 1,
        record: None,
    };
    let evaluation = host.evaluate(request, &Interrupt::new(), &mut |_| ()).expect("it begins");
    match evaluation.results.into_iter().next().map(|result| result.outcome) {
        Some(Outcome::Verdict(verdict)) => *verdict,
        other => panic!("no verdict: {other:?}"),
    }
}

/// The score, or the code and the message of the reason.
fn score(task: &Task, candidate: &str) -> Result<f64, String> {
    let verdict = judge(numpy::host(), task, "x.py", candidate);
    verdict.score.ok_or_else(|| format!("{}: {}", verdict.reason.code, verdict.reason.message))
}

/// How an evaluator looks at what comes back: each line of `checks` is an assertion.
fn evaluator(checks: &str) -> String {
    // In the tests they stand eight further in, but for the first.
    let dedent = |line: &str| format!("    {}\n", line.strip_prefix("        ").unwrap_or(line));
    let lines: String = checks.lines().map(dedent).collect();
    format!(
        "import numpy as np\nimport lazaret\ndef evaluate(candidate, case):\n{lines}    return 1\n"
    )
}

/// Every kind of element and every kind of shape, there and back.
#[test]
fn an_array_stays_what_it_is_between_programs_with_numpy() {
    let text = "\
import numpy as np
KINDS = ['?', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f4', 'f8', 'c8', 'c16']
def arrays():
    for kind in KINDS:
        for shape in [(), (1,), (0,), (3, 2), (2, 0, 4), (1,) * 32]:
            yield np.asarray(np.arange(np.prod(shape)).reshape(shape) * 3 - 1).astype(kind)
    floats = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324, 1.5])
    yield floats
    yield floats.astype('f4')
    yield floats + 1j * floats[::-1]
    yield np.arange(24.0).reshape(4, 6)[::-2, 1::3]
    yield np.asfortranarray(np.arange(6.0).reshape(2, 3))
    yield np.arange(3, dtype='>i4')
    yield np.frombuffer(b'x' + bytes(range(8)), dtype='u1')[1:].view('<u4')
    yield np.array([2**63, 2**64 - 1], dtype='u8')
    yield np.broadcast_to(np.float32(2), (3, 3))
def evaluate(candidate, case):
    count = 0
    for array in arrays():
        native = array.dtype.newbyteorder('=')
        assert candidate.kind(array) == ['ndarray', str(native), list(array.shape)], array
        back = candidate.same(array)
        assert type(back) is np.ndarray and back.dtype == native and back.shape == array.shape, array
        assert back.tobytes() == np.ascontiguousarray(array.astype(native)).tobytes(), array
        assert back.flags.writeable and back.flags.c_contiguous
        count += 1
    return count
";
    assert_eq!(score(&task(TASK, "", text), ECHO), Ok(13.0 * 6.0 + 9.0));
}

/// Wherever it stands, and by name.
#[test]
fn arrays_stand_among_other_data() {
    let checks = "\
        value = {'a': [1, np.arange(3), {'b': np.ones((2, 2), 'f4')}], 'c': 'x', 'd': np.float64(2)}
        back = candidate.same(value)
        assert list(back) == ['a', 'c', 'd'] and back['c'] == 'x' and type(back['d']) is float
        assert type(back['a'][1]) is np.ndarray and back['a'][1].dtype == np.int64
        assert back['a'][2]['b'].shape == (2, 2) and back['a'][0] == 1
        assert candidate.same(x=np.arange(2)).tolist() == [0, 1]
        assert candidate.same((np.arange(2), None))[1] is None
        assert candidate.same([np.array(3), np.array([])])[0].shape == ()";
    assert_eq!(score(&task(TASK, "", &evaluator(checks)), ECHO), Ok(1.0));
}

/// Who hands out no array is answered in lists, as ever.
#[test]
fn who_speaks_in_lists_is_answered_in_lists() {
    let candidate = "import numpy as np\ndef f(n):\n    return np.arange(n)\n";
    let checks = "assert candidate.f(3) == [0, 1, 2]";
    assert_eq!(score(&task(TASK, "", &evaluator(checks)), candidate), Ok(1.0));
    let plain = "def evaluate(candidate, case):\n    return float(candidate.f(3) == [0, 1, 2])\n";
    assert_eq!(score(&task(TASK, "", plain), candidate), Ok(1.0));
    assert_eq!(score(&task(AS_ARRAYS, "", plain), candidate), Ok(1.0));
}

/// A candidate without NumPy gets the numbers as lists, and answers in lists.
#[test]
fn a_program_without_numpy_sees_lists() {
    let checks = "\
        assert candidate.kind(np.arange(3)) == ['list', '', []]
        assert candidate.same(np.arange(6).reshape(2, 3)) == [[0, 1, 2], [3, 4, 5]]
        assert candidate.same(np.zeros((2, 0))) == [[], []] and candidate.same(np.array(2.5)) == 2.5
        assert candidate.same(np.array([True, False])) == [True, False]
        assert candidate.same(np.array([2**64 - 1], dtype='u8')) == [2**64 - 1]
        assert str(candidate.same(np.array([np.nan, -np.inf, -0.0]))) == '[nan, -inf, -0.0]'";
    let task = task(TASK, "", &evaluator(checks));
    assert_eq!(score(&task, PLAIN_ECHO), Ok(1.0));
    let javascript = "function kind(x) { return [Array.isArray(x) ? 'list' : '', '', []] }\nfunction same(x) { return x }\n";
    let needs = Needs::of_task(&task).and(&[Candidate::of_bytes("x", "x.js", Vec::new())]);
    let host = Host::open(&python::home(), &needs, &support::settings(), &mut |_| ()).unwrap();
    let verdict = judge(&host, &task, "x.js", javascript);
    // A whole number of 64 bits is a BigInt there and comes back as it was.
    assert_eq!(verdict.score, Some(1.0), "{:?}", verdict.reason);
}

/// What is no array of numbers is what it was before: texts, half floats are lists, all else is refused.
#[test]
fn what_has_no_bytes_here_crosses_as_before_or_not_at_all() {
    let checks = "\
        assert candidate.same([np.arange(1), np.array(['a', 'b'])])[1] == ['a', 'b']
        assert candidate.same([np.arange(1), np.array([0.5], dtype='f2')])[1] == [0.5]
        refused = [np.array([None]), np.zeros(1, [('a', int)]), np.array(['2026-01-01'], dtype='M8[D]')]
        refused += [np.array([1], dtype='g'), np.array([1j], dtype='G'), np.ma.array([1]), np.matrix([[1]]), np.array([b'x'])]
        told = 0
        for array in refused:
            try:
                candidate.same([np.arange(1), array])
            except TypeError as error:
                told += 'is of type' in str(error)
        assert told == len(refused), told";
    assert_eq!(score(&task(TASK, "", &evaluator(checks)), ECHO), Ok(1.0));
    for array in [
        "np.array([None])",
        "np.zeros(1, [('a', int)])",
        "np.array([1], dtype='g')",
        "np.ma.array([1])",
    ] {
        let candidate = format!("import numpy as np\ndef f(x):\n    return [x, {array}]\n");
        let said = score(&task(TASK, "", &evaluator("candidate.f(np.arange(2))")), &candidate);
        let said = said.unwrap_err();
        assert!(said.starts_with("failed/invalid-output: "), "{said}");
        assert!(said.contains("result[1] is of type"), "{said}");
    }
}

/// Complex numbers cross between programs with NumPy only.
#[test]
fn complex_numbers_have_no_place_in_lists() {
    let asks = task(TASK, "", &evaluator("candidate.same(np.array([1j]))"));
    assert_eq!(score(&asks, ECHO), Ok(1.0));
    let verdict = judge(numpy::host(), &asks, "x.py", PLAIN_ECHO);
    assert_eq!(verdict.reason.code, Code::FaultEvaluatorInvalid);
    assert!(verdict.reason.message.contains("the arguments hold an array of complex numbers"));
    let answers = "import numpy as np\ndef f(x):\n    return x * 1j\n";
    let plain = "def evaluate(candidate, case):\n    return candidate.f([1.0])\n";
    let said = score(&task(AS_ARRAYS, "", plain), answers).unwrap_err();
    assert!(said.starts_with("failed/invalid-output: "), "{said}");
    assert!(said.contains("the result holds an array of complex numbers"), "{said}");
}

/// A shape that is too deep, and what is too large, ends as it always has.
#[test]
fn arrays_are_held_to_the_limits_of_values() {
    let ones = |candidate: &str| {
        let text = format!("import numpy as np\ndef f(x):\n    {candidate}\n");
        score(&task(TASK, "", &evaluator("candidate.f(np.arange(1))")), &text)
    };
    assert_eq!(ones("return np.ones((1,) * 32)"), Ok(1.0));
    let said = ones("return np.ones((1,) * 33)").unwrap_err();
    assert!(
        said.contains("failed/invalid-output: ") && said.contains("33 dimensions; 32 are allowed"),
        "{said}"
    );
    let deep = "y = np.ones((1,) * 32)\n    for _ in range(DEPTH):\n        y = [y]\n    return y";
    assert_eq!(ones(&deep.replace("DEPTH", "32")), Ok(1.0));
    let said = ones(&deep.replace("DEPTH", "33")).unwrap_err();
    assert!(said.contains("nested more than 64 levels deep"), "{said}");
    // 16 MiB are allowed; what stands around an array counts.
    let said = ones("return np.zeros((16 << 20) - 11, dtype='u1')");
    assert_eq!(said, Ok(1.0));
    let said = ones("return np.zeros((16 << 20) - 10, dtype='u1')").unwrap_err();
    assert!(said.starts_with("failed/result-limit: "), "{said}");
    // Two gigabytes are refused by the memory, and by the shape that promises them.
    let said = ones("return np.zeros((2 << 30) - 1, dtype='u1')").unwrap_err();
    assert!(said.starts_with("failed/out-of-memory: "), "{said}");
    let wide = "return np.broadcast_to(np.float64(1), (1 << COUNT,))";
    let said = ones(&wide.replace("COUNT", "27")).unwrap_err();
    assert!(said.starts_with("failed/out-of-memory: "), "{said}");
    let said = ones(&wide.replace("COUNT", "28")).unwrap_err();
    assert!(said.contains("ValueError: array is too big"), "{said}");
}

/// A candidate may put anything in the place of what speaks for it; the host believes none of it.
#[test]
fn arrays_that_lie_are_no_values() {
    let lying = |text: &str, arrays: &str| {
        format!(
            "import numpy\nfrom struct import pack\nfrom app import array_bytes\n\
             def one(at, number, shape, data):\n    \
             return pack(f'<B{{len(at)}}IBB{{len(shape)}}I', len(at), *at, number, len(shape), *shape) + data\n\
             def f(x):\n    array_bytes.packed = lambda arrays: {arrays}\n    \
             array_bytes.dumps = lambda *_: '{text}'\n"
        )
    };
    let lie = |text: &str, arrays: &str| {
        score(&task(TASK, "", &evaluator("candidate.f(np.arange(1))")), &lying(text, arrays))
    };
    let one = |at: &str, number: &str, shape: &str, data: &str| {
        lie("[null, 1]", &format!("one({at}, {number}, {shape}, {data})"))
    };
    assert_eq!(one("[0]", "5", "[2]", "b'ab'"), Ok(1.0));
    #[track_caller]
    fn check(said: Result<f64, String>, expected: &str) {
        let said = said.unwrap_err();
        assert!(said.starts_with("failed/invalid-output: "), "{said}");
        assert!(said.contains(expected), "{said}");
    }
    for at in ["[1]", "[2]", "[]", "[0, 0]", "[0] * 200"] {
        check(one(at, "5", "[2]", "b'ab'"), "");
    }
    check(one("[1]", "5", "[2]", "b'ab'"), "whose place in the value holds no null");
    check(one("[0]", "5", "[2]", "b'a'"), "too short");
    check(one("[0]", "5", "[2]", "b'abc'"), "too short");
    check(one("[0]", "10", "[2]", "b''"), "too short");
    check(one("[0]", "13", "[2]", "b'ab'"), "an array of unknown elements");
    check(one("[0]", "10", "[2**32 - 1] * 3", "b''"), "more than 4 GiB");
    check(one("[0]", "10", "[0, 2**32 - 1]", "b''"), "more than 4 GiB");
    check(one("[0]", "5", "[1] * 33", "b'a'"), "33 dimensions; 32 are allowed");
    check(lie("[null", "b''"), "");
    check(lie("[NULL]", "b''"), "");
    check(lie("[null]", "one([0], 5, [1], b'a') * 2"), "whose place in the value holds no null");
    // A truth value is one whatever its byte was, and a NaN has one form.
    let truths = "one([], 0, [2], b'\\x02\\x00')";
    let nans = "one([], 10, [1], b'\\x01\\x02\\x03\\x04\\x05\\x06\\xf8\\xff')";
    for (arrays, check) in [
        (truths, "assert candidate.f(np.arange(1)).tobytes() == b'\\x01\\x00'"),
        (nans, "assert candidate.f(np.arange(1)).tobytes() == np.array([np.nan]).tobytes()"),
    ] {
        let judged = score(&task(TASK, "", &evaluator(check)), &lying("null", arrays));
        assert_eq!(judged, Ok(1.0), "{arrays}");
    }
}

/// Calling a candidate is for an evaluator that has one before it, in this form as in the other.
#[test]
fn nobody_else_calls_a_candidate() {
    let asks = "from wit_world.imports import array_candidate\nimport numpy\n";
    let candidate = format!("{asks}def f(x):\n    return array_candidate.call('f', '[]', b'')\n");
    let said = score(&task(TASK, "", &evaluator("candidate.f(np.arange(1))")), &candidate);
    let said = said.unwrap_err();
    assert!(said.starts_with("failed/trap: "), "{said}");
    assert!(said.contains("lazaret:python/array-candidate.call"), "{said}");
    let early = format!(
        "{asks}array_candidate.call('f', '[]', b'')\ndef evaluate(candidate, case):\n    return 1\n"
    );
    let folder = tempfile::tempdir().unwrap();
    let task = python::task(folder.path(), TASK, &early);
    let opened = numpy::host().open_task(&task, 0, None, &Interrupt::new());
    let said = opened.err().expect("there is nobody to call").to_string();
    assert!(said.contains("lazaret:python/array-candidate.call"), "{said}");
    // What an evaluator sends is held to the same as what a candidate answers, and is its own fault.
    for (text, arrays, expected) in [
        ("[1]", "b'\\x01'", "too short"),
        ("[1]", "b'\\x01\\x00\\x00\\x00\\x00\\x05\\x00\\x07'", "holds no null"),
        ("[1", "b''", "the arguments are no value"),
        ("1", "b''", "expected a list or an object"),
    ] {
        let check = format!("array_candidate.call('same', '{text}', {arrays})");
        let evaluator =
            format!("{asks}def evaluate(candidate, case):\n    {check}\n    return 1\n");
        let verdict = judge(numpy::host(), &self::task(TASK, "", &evaluator), "x.py", ECHO);
        assert_eq!(verdict.reason.code, Code::FaultEvaluatorInvalid, "{:?}", verdict.reason);
        assert!(verdict.reason.message.contains(expected), "{:?}", verdict.reason);
    }
}

/// A call with arrays fails as any other.
#[test]
fn failures_are_those_of_any_call() {
    let candidate = "import numpy as np\ndef fails(x):\n    return 1 // len(x[1:])\ndef leaves(x):\n    raise SystemExit(3)\n";
    let checks = "\
        codes = []
        for name, arguments in [('fails', 1), ('missing', 1), ('fails', 2)]:
            try:
                candidate.call(name, *[np.arange(1)] * arguments)
            except lazaret.CandidateError as error:
                codes.append(error.code)
        assert codes == ['exception', 'no-such-function', 'bad-arguments'], codes";
    assert_eq!(score(&task(TASK, "", &evaluator(checks)), candidate), Ok(1.0));
    let said = score(&task(TASK, "", &evaluator("candidate.leaves(np.arange(1))")), candidate);
    assert!(said.unwrap_err().starts_with("failed/exit: "));
    let said = score(&task(TASK, "", &evaluator("candidate.fails(np.arange(1))")), candidate);
    assert!(said.unwrap_err().contains("ZeroDivisionError"));
}

const WIT: &str = "
interface f {
  record pair { name: string, sizes: list<u16> }
  kinds: func(a: list<f64>, b: list<s32>, c: list<list<f32>>, d: pair, e: list<bool>, g: list<string>) -> list<string>;
  twice: func(a: list<f64>) -> list<f64>;
}
";

/// By the types of the task, whatever the numbers are.
#[test]
fn lists_of_an_interface_arrive_as_arrays_if_the_task_says_so() {
    let candidate = "import numpy as np\ndef kinds(a, b, c, d, e, g):\n    \
        return [str(getattr(x, 'dtype', type(x).__name__)) for x in (a, b, c, *c, d['sizes'], e, g)]\n\
        def twice(a):\n    return a * 2.0\n";
    let ask = "def evaluate(candidate, case):\n    \
        kinds = candidate.kinds([1, 2], [], [[0.5], []], {'name': 'x', 'sizes': [7]}, [], [])\n    \
        assert candidate.twice([0.5, 1, float('inf'), -0.0]) == [1.0, 2.0, float('inf'), -0.0]\n    \
        assert kinds == EXPECTED, kinds\n    return 1\n";
    let arrays = "['float64', 'int32', 'list', 'float32', 'float32', 'uint16', 'bool', 'list']";
    // Rows of one length are one array, and so are none.
    let rows = ask.replace("[[0.5], []]", "[[0.5], [1.5]]");
    let one = "['float64', 'int32', 'float32', 'float32', 'float32', 'uint16', 'bool', 'list']";
    assert_eq!(score(&task(AS_ARRAYS, WIT, &rows.replace("EXPECTED", one)), candidate), Ok(1.0));
    let none = ask.replace("[[0.5], []]", "[]");
    let one = "['float64', 'int32', 'float32', 'uint16', 'bool', 'list']";
    assert_eq!(score(&task(AS_ARRAYS, WIT, &none.replace("EXPECTED", one)), candidate), Ok(1.0));
    let task_of =
        |lines: &str, expected: &str| task(lines, WIT, &ask.replace("EXPECTED", expected));
    assert_eq!(score(&task_of(AS_ARRAYS, arrays), candidate), Ok(1.0));
    let fixed = candidate.replace("a * 2.0", "[2.0 * x for x in a]");
    let lists = "['list'] * 8";
    assert_eq!(score(&task_of(TASK, lists), &fixed), Ok(1.0));
    // A program without NumPy is asked as ever.
    let plain = fixed.replace("import numpy as np\n", "");
    assert_eq!(score(&task_of(AS_ARRAYS, lists), &plain), Ok(1.0));
    // What the array answers is held to the type.
    let wrong = candidate.replace("a * 2.0", "a.reshape(2, 2)");
    let said = score(&task_of(AS_ARRAYS, arrays), &wrong).unwrap_err();
    assert!(said.contains("the result of `twice` is no `list<f64>`"), "{said}");
}

/// By the numbers, where nothing declares types.
#[test]
fn lists_of_a_plain_call_arrive_as_arrays_if_the_task_says_so() {
    let ask = "def evaluate(candidate, case):\n    \
        kind = candidate.kind\n    \
        assert kind([1, 2]) == ['ndarray', 'int64', [2]], kind([1, 2])\n    \
        assert kind([1, 2.5]) == ['ndarray', 'float64', [2]]\n    \
        assert kind([]) == ['ndarray', 'float64', [0]]\n    \
        assert kind([True]) == ['ndarray', 'bool', [1]]\n    \
        assert kind([[1, 2], [3, 4], [5, 6]]) == ['ndarray', 'int64', [3, 2]]\n    \
        assert kind([[1], [0.5]]) == ['ndarray', 'float64', [2, 1]]\n    \
        assert kind([[], []]) == ['ndarray', 'float64', [2, 0]]\n    \
        assert kind([[True]]) == ['ndarray', 'bool', [1, 1]]\n    \
        assert kind([[1], [2, 3]]) == ['list', '', []] and kind([1, True])[0] == 'list'\n    \
        assert kind([[1], [True]])[0] == kind([[1], 2])[0] == 'list'\n    \
        assert kind([2**70])[0] == kind([2**53 + 1, 0.5])[0] == kind([None])[0] == 'list'\n    \
        for value in [[1, 2], [1.5], [], [True], [[1], [2]], [[1], [0.5, 2.0]], [[], []], [[[1]]], {'a': [1, [2.0]]}, [2**70], 'x', None]:\n        \
            assert candidate.same(value) == value and str(candidate.same(value)) == str(value), value\n    \
        return 1\n";
    assert_eq!(score(&task(AS_ARRAYS, "", ask), ECHO), Ok(1.0));
    // One that has no NumPy gets the lists that it always got, and answers the same.
    let plain = "def kind(x):\n    return ['list', '', []]\ndef same(x):\n    return x\n";
    let only = ask.replace("assert kind(", "kind(");
    assert_eq!(score(&task(AS_ARRAYS, "", &only), plain), Ok(1.0));
}

/// The same bytes of a verdict, fuel included, in every isolation and each time.
#[test]
fn a_call_with_arrays_costs_the_same_each_time() {
    let asks = task(TASK, "", &evaluator("assert candidate.f(np.arange(1000.0)).sum() > 0"));
    let candidate = "import numpy as np\ndef f(x):\n    return np.sqrt(x)\n";
    let needs = Needs::of_task(&asks).and(&[Candidate::of_bytes(
        "x",
        "x.py",
        candidate.as_bytes().to_vec(),
    )]);
    let mut verdicts = Vec::new();
    for isolation in [Isolation::Store, Isolation::Strict] {
        let settings = Settings { isolation, ..support::settings() };
        let host = Host::open(&python::home(), &needs, &settings, &mut |_| ()).unwrap();
        verdicts.push(judge(&host, &asks, "x.py", candidate));
    }
    for _ in 0..20 {
        verdicts.push(judge(numpy::host(), &asks, "x.py", candidate));
    }
    assert_eq!(verdicts[0].score, Some(1.0), "{:?}", verdicts[0].reason);
    assert!(verdicts.iter().all(|verdict| *verdict == verdicts[0]));
}

/// A task that says so has another identity, and the record knows it.
#[test]
fn arrays_are_part_of_the_identity_and_of_the_record() {
    let folder: TempDir = tempfile::tempdir().unwrap();
    write(&folder, "task/task.toml", AS_ARRAYS.as_bytes());
    write(
        &folder,
        "task/evaluator.py",
        b"def evaluate(candidate, case):\n    return candidate.f([1.0, 2.0])\n",
    );
    write(
        &folder,
        "a.py",
        b"import numpy as np\ndef f(x):\n    return x.sum() if type(x) is np.ndarray else -1\n",
    );
    let lazaret = |arguments: &[&str]| {
        lazaret_under(folder.path(), &[arguments, &["--ledger", "ledger"]].concat(), &[])
    };
    let judged = lazaret(&["eval", "task", "a.py", "--json"]).json();
    assert_eq!(judged["results"][0]["verdict"]["score"], 3.0);
    write(&folder, "task/task.toml", TASK.as_bytes());
    let other = lazaret(&["eval", "task", "a.py", "--json"]).json();
    assert_eq!(other["results"][0]["verdict"]["score"], -1.0);
    let beside = lazaret(&["eval", "task", "a.py", "--fresh", "--compare", "1"]);
    assert!(
        beside.stderr.contains("candidate-arrays: true there, absent here"),
        "{}",
        beside.stderr
    );
    std::fs::remove_dir_all(folder.path().join("task")).unwrap();
    let replayed = lazaret(&["replay", "--all", "--json"]);
    assert_eq!(replayed.exit, Some(0), "{}", replayed.stderr);
    assert_eq!(replayed.json()["identical"], 3);
}
