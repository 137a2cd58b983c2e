//! Tasks whose evaluators cost next to nothing, so that what is timed are the candidates.

use std::path::Path;

use lazaret_host::{Task, TaskError};

use crate::workload::WIT;

/// The most cases of a task, the one for what happens only once included; few enough that asking for them is quick.
pub const CASES: u32 = 2_001;

const TEMPLATE: &str = include_str!("../worlds/evaluator.wat");

const MANIFEST: &str = "name = \"measure\"\nevaluator = \"EVALUATOR\"\n\
                        [candidate]\nfuel = 1_000_000_000_000\nhost_calls = 100_000_000\n\
                        [evaluator_budget]\nfuel = 1_000_000_000_000\nhost_calls = 100_000_000\n";

/// Asks the function `main` of a candidate by its name, `calls` times in each case.
pub fn by_name(calls: u32, expected: &str) -> String {
    let [import, warm, ask] = asking_by_name();
    fill(calls, expected, [&import, &warm, &ask])
}

/// Asks it once in each case, the first one included.
pub fn once(expected: &str) -> String {
    let [import, _, ask] = asking_by_name();
    fill(1, expected, [&import, &ask, &ask])
}

fn asking_by_name() -> [String; 3] {
    let import = "(import \"lazaret:evaluator/candidate@0.1.0\" \"call\" \
                  (func $call (param i32 i32 i32 i32 i32)))";
    let failed = "(if (i32.load8_u (i32.const 64)) (then (return (call $candidate_failed))))";
    let call = |name: u32| {
        format!(
            "(call $call (i32.const {name}) (i32.const 4) (i32.const 304) (i32.const 2) \
             (i32.const 64)) {failed}"
        )
    };
    let right = "(if (i32.eqz (call $is_expected (i32.load (i32.const 68)) (i32.load (i32.const 72)))) \
                 (then (local.set $right (f64.const 0))))";
    [import.to_owned(), call(288), format!("{} {right}", call(320))]
}

/// Calls the function of the interface, `calls` times in each case.
pub fn typed(calls: u32) -> String {
    let import =
        "(import \"task:measure/calls\" \"scalar\" (func $scalar (param f64) (result f64)))";
    let ask = "(if (f64.ne (call $scalar (f64.const 2.5)) (f64.const 2.5)) \
               (then (local.set $right (f64.const 0))))";
    fill(calls, "", [import, ask, ask])
}

fn fill(calls: u32, expected: &str, [import, warm, ask]: [&str; 3]) -> String {
    TEMPLATE
        .replace("{IMPORT}", import)
        .replace("{WARM}", warm)
        .replace("{ASK}", ask)
        .replace("{EXPECTED}", expected)
        .replace("{EXPECTED_BYTES}", &expected.len().to_string())
        .replace("{CALLS}", &calls.to_string())
        .replace("{CASES}", &CASES.to_string())
        .replace("{CASES_BYTES}", &(20 * CASES).to_string())
}

/// An evaluator in Python that asks as often, the same number of cases.
pub fn in_python(calls: u32, expected: &str) -> String {
    format!(
        "def cases():\n    return [index for index in range({CASES})]\n\n\n\
         def evaluate(candidate, case):\n    if case == 0:\n        candidate.warm()\n        return 1.0\n    \
         return float(all(candidate.main() == {expected} for _ in range({calls})))\n"
    )
}

/// Writes a task with this evaluator to a folder, and reads it.
pub fn task(folder: &Path, file: &str, evaluator: &str, is_typed: bool) -> Result<Task, TaskError> {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|source| TaskError::Read { path, source })
    };
    write("task.toml", &MANIFEST.replace("EVALUATOR", file))?;
    write(file, evaluator)?;
    if is_typed {
        write("task.wit", WIT)?;
    }
    Task::read(folder, &[])
}
