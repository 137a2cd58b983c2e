//! The cheaters.

/// Before every one of them.
const BEGIN: &str = include_str!("../pack/begin.py");

/// A way to a score without the work. It makes a program of an honest one.
#[derive(Debug)]
pub struct Cheater {
    /// What it is called.
    pub name: &'static str,
    /// What it does.
    pub what: &'static str,
    /// What an evaluator does about it.
    pub advice: &'static str,
    code: &'static str,
}

impl Cheater {
    /// The program, which answers as the honest one would and cheats on top of it.
    #[must_use]
    pub fn program(&self, honest: &str) -> String {
        program(honest, self.code)
    }
}

/// An honest program with code in front of its functions.
pub fn program(honest: &str, code: &str) -> String {
    // A text in JSON is one in Python, too.
    let source = serde_json::Value::from(honest).to_string();
    // Which interpreter a program gets follows from its own imports, and those of the honest one are in a text now.
    let imports = |line: &str| {
        let line = line.trim_start();
        (line.starts_with("import ") || line.starts_with("from ")) && line.contains("numpy")
    };
    let numpy = if honest.lines().any(imports) { "import numpy\n\n" } else { "" };
    format!("{numpy}SOURCE = {source}\n{BEGIN}\n\n{code}")
}

/// All of them.
pub const PACK: &[Cheater] = &[
    Cheater {
        name: "constant",
        what: "gives its first answer to every question",
        advice: "ask for something whose answer depends on the question, and check that it does",
        code: include_str!("../pack/constant.py"),
    },
    Cheater {
        name: "not-a-number",
        what: "gives NaN for every number",
        advice: "check every number that comes back with `math.isfinite` before it is compared: a comparison with NaN is never true",
        code: concat!("NUMBER = float('nan')\n", include_str!("../pack/number.py")),
    },
    Cheater {
        name: "infinity",
        what: "gives infinity for every number",
        advice: "check every number that comes back with `math.isfinite`",
        code: concat!("NUMBER = float('inf')\n", include_str!("../pack/number.py")),
    },
    Cheater {
        name: "minus-infinity",
        what: "gives minus infinity for every number",
        advice: "check every number that comes back with `math.isfinite`",
        code: concat!("NUMBER = float('-inf')\n", include_str!("../pack/number.py")),
    },
    Cheater {
        name: "huge",
        what: "gives 1e300 for every number",
        advice: "check the range of every number that comes back",
        code: concat!("NUMBER = 1e300\n", include_str!("../pack/number.py")),
    },
    Cheater {
        name: "minus-huge",
        what: "gives -1e300 for every number",
        advice: "check the range of every number that comes back, below as well as above",
        code: concat!("NUMBER = -1e300\n", include_str!("../pack/number.py")),
    },
    Cheater {
        name: "zero",
        what: "gives 0 for every number",
        advice: "an answer that says nothing must not be worth something; check that it solves the case",
        code: concat!("NUMBER = 0.0\n", include_str!("../pack/number.py")),
    },
    Cheater {
        name: "true",
        what: "gives True for every number",
        advice: "`True` is an `int` in Python; check with `type(x) is int` or `type(x) is float`",
        code: concat!("NUMBER = True\n", include_str!("../pack/number.py")),
    },
    Cheater {
        name: "negated",
        what: "gives every number with the other sign",
        advice: "check signs, and score distances instead of differences",
        code: include_str!("../pack/negated.py"),
    },
    Cheater {
        name: "nothing",
        what: "answers `None`",
        advice: "check the type of what comes back; `None` is no answer",
        code: include_str!("../pack/nothing.py"),
    },
    Cheater {
        name: "empty",
        what: "gives empty lists, texts and objects",
        advice: "check how much comes back: nothing has no mistakes in it",
        code: include_str!("../pack/empty.py"),
    },
    Cheater {
        name: "shorter",
        what: "leaves the last item of each list out",
        advice: "check the length of what comes back; `zip` stops at the shorter list",
        code: include_str!("../pack/shorter.py"),
    },
    Cheater {
        name: "longer",
        what: "gives each list twice",
        advice: "check the length of what comes back",
        code: include_str!("../pack/longer.py"),
    },
    Cheater {
        name: "repeated",
        what: "gives the first item of a list again and again",
        advice: "check that items differ where they must",
        code: include_str!("../pack/repeated.py"),
    },
    Cheater {
        name: "reversed",
        what: "gives lists in the opposite order",
        advice: "check each item against its own question",
        code: include_str!("../pack/reversed.py"),
    },
    Cheater {
        name: "sorted",
        what: "gives lists in order",
        advice: "check that what comes back has the items that it must have, not only their order",
        code: include_str!("../pack/sorted.py"),
    },
    Cheater {
        name: "counts",
        what: "answers with the number of the question",
        advice: "do not score what grows with the order of the questions",
        code: include_str!("../pack/counts.py"),
    },
    Cheater {
        name: "grows",
        what: "multiplies its numbers by the number of the question",
        advice: "do not score an answer by those before it: a candidate remembers them within one case",
        code: include_str!("../pack/grows.py"),
    },
    Cheater {
        name: "shrinks",
        what: "divides its numbers by the number of the question",
        advice: "do not score an answer by those before it: a candidate remembers them within one case",
        code: include_str!("../pack/shrinks.py"),
    },
    Cheater {
        name: "late",
        what: "answers every question with the answer to the one before",
        advice: "check each answer against its own question",
        code: include_str!("../pack/late.py"),
    },
    Cheater {
        name: "echo",
        what: "answers with what it was asked",
        advice: "check that what comes back solves the case",
        code: include_str!("../pack/echo.py"),
    },
    Cheater {
        name: "tampers",
        what: "empties the arguments that it is given",
        advice: "keep what you check in a place of your own; what is sent is a copy",
        code: include_str!("../pack/tampers.py"),
    },
    Cheater {
        name: "boasts-high",
        what: "adds scores of 1e9 to its answers, and puts them in the place of those that are there",
        advice: "compute every score from the answer; what a candidate says of itself is no measurement",
        code: concat!("BOAST = 1e9\n", include_str!("../pack/boasts.py")),
    },
    Cheater {
        name: "boasts-low",
        what: "adds scores of -1e9 to its answers, and puts them in the place of those that are there",
        advice: "compute every score from the answer; what a candidate says of itself is no measurement",
        code: concat!("BOAST = -1e9\n", include_str!("../pack/boasts.py")),
    },
    Cheater {
        name: "prints",
        what: "prints scores",
        advice: "a score is what the evaluator returns; never read one out of a text",
        code: include_str!("../pack/prints.py"),
    },
    Cheater {
        name: "floods",
        what: "prints a mebibyte for every question",
        advice: "keep the budget for output",
        code: include_str!("../pack/floods.py"),
    },
    Cheater {
        name: "leaves",
        what: "ends its process after the first answer",
        advice: "a candidate that is gone has failed; do not catch its error and go on",
        code: include_str!("../pack/leaves.py"),
    },
    Cheater {
        name: "fails-later",
        what: "fails at every question but the first",
        advice: "a case counts when all of its questions are answered; do not leave out those that failed",
        code: include_str!("../pack/fails_later.py"),
    },
    Cheater {
        name: "lies",
        what: "answers with objects that are equal to everything",
        advice: "only plain data comes back; check values, not how they compare",
        code: include_str!("../pack/lies.py"),
    },
    Cheater {
        name: "clock",
        what: "answers by the clock and by chance",
        advice: "ask the same question twice, and compare",
        code: include_str!("../pack/clock.py"),
    },
];
