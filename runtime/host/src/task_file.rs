//! `task.toml`: strict, so that a misspelt limit is an error and not a default.

use std::fmt;
use std::path::Path;

use lazaret_admission::{CAPS, CapInfo, Caps};
use lazaret_trial::{Budget, Digest, LIMITS, Lists, parse_bytes, parse_count};
use toml::de::{DeTable, DeValue};

use crate::interpreters::PythonChoice;
use crate::packages::WheelName;

/// What `task.toml` says, checked.
#[derive(Clone, Debug)]
pub struct TaskFile {
    /// `[a-z0-9-]`, up to 64 characters.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The evaluator's file in the task's folder.
    pub evaluator: String,
    /// The budget of a candidate in one case.
    pub candidate_budget: Budget,
    /// The budget of an evaluator in one case.
    pub evaluator_budget: Budget,
    /// Which interpreter of Python candidates get.
    pub python: PythonChoice,
    /// The wheels that candidates in Python may import.
    pub packages: Vec<WheelName>,
    /// The wheels that an evaluator in Python may import.
    pub evaluator_packages: Vec<WheelName>,
    /// How lists of numbers in arguments arrive at candidates that know arrays.
    pub lists: Lists,
    /// How large a candidate may be.
    pub caps: Caps,
    /// The splits of whose cases feedback may tell, if the task says.
    pub public: Option<Vec<String>>,
}

/// Something wrong in `task.toml`.
#[derive(Debug, thiserror::Error)]
pub struct TaskFileError {
    line: Option<usize>,
    message: String,
    hint: Option<String>,
}

impl fmt::Display for TaskFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(formatter, "line {line}: ")?;
        }
        formatter.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(formatter, " ({hint})")?;
        }
        Ok(())
    }
}

/// Names at the top of the file, in the order in which they are explained.
const TOP_KEYS: &[&str] = &[
    "name",
    "title",
    "evaluator",
    "public",
    "candidate",
    "evaluator_budget",
    "evaluator_packages",
    "admission",
];

/// Reads the text of a `task.toml`.
pub fn parse(text: &str) -> Result<TaskFile, TaskFileError> {
    let document = DeTable::parse(text).map_err(|error| TaskFileError {
        line: error.span().map(|span| line_of(text, span.start)),
        message: error.message().to_owned(),
        hint: None,
    })?;
    let reader = Reader { text };
    let mut file = TaskFile {
        name: String::new(),
        title: String::new(),
        evaluator: "evaluator.py".to_owned(),
        candidate_budget: Budget::for_candidates(),
        evaluator_budget: Budget::for_evaluators(),
        python: PythonChoice::ByImports,
        packages: Vec::new(),
        evaluator_packages: Vec::new(),
        lists: Lists::AsLists,
        caps: Caps::USUAL,
        public: None,
    };
    for (key, value) in document.get_ref() {
        let at = key.span().start;
        match key.get_ref().as_ref() {
            "name" => file.name = reader.text_value("name", value.get_ref(), at)?,
            "title" => file.title = reader.text_value("title", value.get_ref(), at)?,
            "evaluator" => file.evaluator = reader.text_value("evaluator", value.get_ref(), at)?,
            "public" => file.public = Some(reader.names("public", value.get_ref(), at)?),
            "candidate" => {
                let budget = file.candidate_budget.clone();
                let others = &mut |key: &str, value: &DeValue<'_>, at| match key {
                    "python" => reader.python(value, at).map(|python| file.python = python),
                    "packages" => reader.wheels(key, value, at).map(|them| file.packages = them),
                    "arrays" => reader.arrays(value, at).map(|lists| file.lists = lists),
                    _ => Err(reader.unknown_limit(key, at, &["python", "packages", "arrays"])),
                };
                file.candidate_budget =
                    reader.budget("candidate", value.get_ref(), at, budget, others)?;
            }
            "evaluator_budget" => {
                let budget = file.evaluator_budget.clone();
                let others =
                    &mut |key: &str, _: &DeValue<'_>, at| Err(reader.unknown_limit(key, at, &[]));
                file.evaluator_budget =
                    reader.budget("evaluator_budget", value.get_ref(), at, budget, others)?;
            }
            "evaluator_packages" => {
                file.evaluator_packages =
                    reader.wheels("evaluator_packages", value.get_ref(), at)?;
            }
            "admission" => file.caps = reader.caps(value.get_ref(), at)?,
            other => return Err(reader.unknown_key(other, at, TOP_KEYS)),
        }
    }
    check_name(&file.name)?;
    check_file_name(&file.evaluator)?;
    Ok(file)
}

fn check_name(name: &str) -> Result<(), TaskFileError> {
    let usable = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=64).contains(&name.len()) && name.bytes().all(usable) {
        return Ok(());
    }
    let message = if name.is_empty() {
        "`name` is missing".to_owned()
    } else {
        format!("`name = \"{}\"` is no task name", name.escape_debug())
    };
    let hint = Some("use up to 64 of a-z, 0-9 and -".to_owned());
    Err(TaskFileError { line: None, message, hint })
}

/// The evaluator must be a plain file of the folder: no way out by `..`, `/` or a drive.
fn check_file_name(name: &str) -> Result<(), TaskFileError> {
    if Path::new(name).file_name().is_some_and(|file| file == name) && !name.contains('\\') {
        return Ok(());
    }
    let message = format!(
        "`evaluator = \"{}\"` is not the name of a file in the task's folder",
        name.escape_debug()
    );
    Err(TaskFileError { line: None, message, hint: None })
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn error(&self, at: usize, message: String, hint: Option<String>) -> TaskFileError {
        TaskFileError { line: Some(line_of(self.text, at)), message, hint }
    }

    fn text_value(
        &self,
        key: &str,
        value: &DeValue<'_>,
        at: usize,
    ) -> Result<String, TaskFileError> {
        let DeValue::String(text) = value else {
            let message = format!("`{key}` is {}, expected a text in quotes", kind(value));
            return Err(self.error(at, message, None));
        };
        if text.chars().any(char::is_control) {
            return Err(self.error(at, format!("`{key}` has a control character"), None));
        }
        Ok(text.clone().into_owned())
    }

    /// A list of names.
    fn names(
        &self,
        key: &str,
        value: &DeValue<'_>,
        at: usize,
    ) -> Result<Vec<String>, TaskFileError> {
        let DeValue::Array(items) = value else {
            let message = format!("`{key}` is {}, expected a list of names", kind(value));
            return Err(self.error(at, message, None));
        };
        items.iter().map(|item| self.text_value(key, item.get_ref(), item.span().start)).collect()
    }

    /// A table of limits; what is no limit goes to `others`.
    fn budget(
        &self,
        table: &str,
        value: &DeValue<'_>,
        at: usize,
        mut budget: Budget,
        others: &mut dyn FnMut(&str, &DeValue<'_>, usize) -> Result<(), TaskFileError>,
    ) -> Result<Budget, TaskFileError> {
        let DeValue::Table(limits) = value else {
            let message = format!("`{table}` is {}, expected a table of limits", kind(value));
            return Err(self.error(at, message, None));
        };
        for (key, value) in limits {
            let (name, at) = (key.get_ref().as_ref(), key.span().start);
            let Some(info) = LIMITS.iter().find(|info| info.name == name) else {
                others(name, value.get_ref(), at)?;
                continue;
            };
            let number = self.number(name, value.get_ref(), at, info.bytes)?;
            budget = budget
                .with(name, number)
                .map_err(|error| self.error(at, error.to_string(), None))?;
        }
        Ok(budget)
    }

    /// Whether lists of numbers arrive as arrays.
    fn arrays(&self, value: &DeValue<'_>, at: usize) -> Result<Lists, TaskFileError> {
        match value {
            DeValue::Boolean(true) => Ok(Lists::AsArrays),
            DeValue::Boolean(false) => Ok(Lists::AsLists),
            other => {
                let message = format!("`arrays` is {}, expected true or false", kind(other));
                Err(self.error(at, message, None))
            }
        }
    }

    /// Wheels, each a table of a file and its digest.
    fn wheels(
        &self,
        key: &str,
        value: &DeValue<'_>,
        at: usize,
    ) -> Result<Vec<WheelName>, TaskFileError> {
        const FORM: &str = "write `{ file = \"wheels/NAME.whl\", sha256 = \"...\" }` for each";
        let DeValue::Array(items) = value else {
            let message = format!("`{key}` is {}, expected a list of wheels", kind(value));
            return Err(self.error(at, message, Some(FORM.to_owned())));
        };
        let mut wheels = Vec::new();
        for item in items {
            let at = item.span().start;
            let DeValue::Table(table) = item.get_ref() else {
                let found = kind(item.get_ref());
                let message =
                    format!("`{key}` holds {found}, expected tables of `file` and `sha256`");
                return Err(self.error(at, message, Some(FORM.to_owned())));
            };
            let (mut file, mut digest) = (None, None);
            for (key, value) in table {
                let (name, at) = (key.get_ref().as_ref(), key.span().start);
                let text = |name| self.text_value(name, value.get_ref(), at);
                match name {
                    "file" => file = Some(text("file")?),
                    "sha256" => digest = Some(self.digest(&text("sha256")?, at)?),
                    other => return Err(self.unknown_key(other, at, &["file", "sha256"])),
                }
            }
            let (Some(file), Some(digest)) = (file, digest) else {
                let message = format!("a wheel of `{key}` lacks its `file` or its `sha256`");
                return Err(self.error(at, message, Some(FORM.to_owned())));
            };
            wheels.push(WheelName { file, digest });
        }
        Ok(wheels)
    }

    fn digest(&self, hex: &str, at: usize) -> Result<Digest, TaskFileError> {
        Digest::parse(&format!("sha256:{}", hex.to_ascii_lowercase())).map_err(|_| {
            let message = format!("`sha256 = \"{hex:.80}\"` is no digest");
            self.error(at, message, Some("64 digits, as `sha256sum` prints them".to_owned()))
        })
    }

    /// Which interpreter of Python.
    fn python(&self, value: &DeValue<'_>, at: usize) -> Result<PythonChoice, TaskFileError> {
        let name = self.text_value("python", value, at)?;
        PythonChoice::of(&name).ok_or_else(|| {
            let message = format!("`python = \"{name}\"` is no interpreter");
            self.error(at, message, Some("known here: imports, plain, numpy".to_owned()))
        })
    }

    fn unknown_limit(&self, key: &str, at: usize, more: &[&str]) -> TaskFileError {
        let limits = LIMITS.iter().map(|info| info.name);
        let known: Vec<&str> = limits.chain(more.iter().copied()).collect();
        self.unknown_key(key, at, &known)
    }

    /// The caps of candidates: the usual ones, and those that the table sets lower.
    fn caps(&self, value: &DeValue<'_>, at: usize) -> Result<Caps, TaskFileError> {
        let DeValue::Table(table) = value else {
            let message = format!("`admission` is {}, expected a table of caps", kind(value));
            return Err(self.error(at, message, None));
        };
        let mut caps = Caps::USUAL;
        for (key, value) in table {
            let (name, at) = (key.get_ref().as_ref(), key.span().start);
            let Some(info) = CapInfo::of(name) else {
                let known: Vec<&str> = CAPS.iter().map(|info| info.name).collect();
                return Err(self.unknown_key(name, at, &known));
            };
            let number = self.number(name, value.get_ref(), at, info.bytes())?;
            caps = caps.tightened(name, number).map_err(|error| {
                let hint = "a task may lower a cap, not raise it".to_owned();
                self.error(at, error.to_string(), (info.usual < number).then_some(hint))
            })?;
        }
        Ok(caps)
    }

    /// A count, or a number of bytes.
    fn number(
        &self,
        name: &str,
        value: &DeValue<'_>,
        at: usize,
        bytes: bool,
    ) -> Result<u64, TaskFileError> {
        match value {
            DeValue::Integer(integer) => {
                let digits = integer.as_str();
                u64::from_str_radix(digits, integer.radix()).map_err(|_| {
                    self.error(at, format!("`{name} = {digits}` is not a number of 64 bits"), None)
                })
            }
            DeValue::Float(float) => parse_count(float.as_str())
                .map_err(|error| self.error(at, format!("`{name}`: {error}"), None)),
            DeValue::String(text) => {
                let number = if bytes { parse_bytes(text) } else { parse_count(text) };
                number.map_err(|error| self.error(at, format!("`{name}`: {error}"), None))
            }
            other => {
                let expected = if bytes { "a size such as \"64 KiB\"" } else { "a count" };
                let message = format!("`{name}` is {}, expected {expected}", kind(other));
                Err(self.error(at, message, None))
            }
        }
    }

    fn unknown_key(&self, key: &str, at: usize, known: &[&str]) -> TaskFileError {
        let near = known
            .iter()
            .map(|known| (strsim::damerau_levenshtein(known, key), *known))
            .min()
            .filter(|(distance, known)| *distance <= known.len().div_ceil(2));
        let hint = match near {
            Some((_, near)) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.error(at, format!("unknown key `{}`", key.escape_debug()), Some(hint))
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use lazaret_admission::Cap;

    use super::*;

    #[track_caller]
    fn check(text: &str, error: &str) {
        assert_eq!(parse(text).unwrap_err().to_string(), error);
    }

    #[test]
    fn a_complete_file() {
        let file = parse(
            "name = \"cap-set\"\ntitle = \"x\"\nevaluator = \"score.py\"\n[candidate]\n\
             fuel = 2.5e9\nmemory = \"64 MiB\"\nwall_ms = 1_000\n[evaluator_budget]\noutput = 0\n",
        )
        .unwrap();
        assert_eq!(file.evaluator, "score.py");
        assert_eq!(file.candidate_budget.fuel, 2_500_000_000);
        assert_eq!(file.candidate_budget.memory_bytes, 64 << 20);
        assert_eq!(file.candidate_budget.wall_ms, 1_000);
        assert_eq!(file.evaluator_budget.output_bytes, 0);
        let defaults = Budget::for_candidates();
        assert_eq!(file.candidate_budget.result_bytes, defaults.result_bytes);
    }

    #[test]
    fn caps_of_candidates() {
        let text = "name = \"a\"\n[admission]\nloops = 0\nbytes = \"64 KiB\"\nwork = 5e5\n";
        let caps = parse(text).unwrap().caps;
        let lowered = [(Cap::Loops, 0), (Cap::Bytes, 64 << 10), (Cap::Work, 500_000)];
        for info in CAPS {
            let lowered = lowered.iter().find(|(cap, _)| *cap == info.cap);
            assert_eq!(caps.get(info.cap), lowered.map_or(info.usual, |(_, number)| *number));
        }
        assert_eq!(parse("name = \"a\"\n[admission]\n").unwrap().caps, Caps::USUAL);
        assert_eq!(parse("name = \"a\"").unwrap().caps, Caps::USUAL);
    }

    #[test]
    fn interpreters_of_candidates() {
        let python = |text: &str| parse(&format!("name = \"a\"\n{text}")).map(|file| file.python);
        assert_eq!(python("").unwrap(), PythonChoice::ByImports);
        assert_eq!(python("[candidate]\npython = \"numpy\"").unwrap(), PythonChoice::Numpy);
        let mixed = "[candidate]\nfuel = 1e9\npython = \"plain\"\nwall_ms = 5";
        assert_eq!(python(mixed).unwrap(), PythonChoice::Plain);
        check(
            "name = \"a\"\n[candidate]\npython = \"numpi\"",
            "line 3: `python = \"numpi\"` is no interpreter (known here: imports, plain, numpy)",
        );
        check(
            "name = \"a\"\n[candidate]\npyton = \"numpy\"",
            "line 3: unknown key `pyton` (did you mean `python`?)",
        );
        check(
            "name = \"a\"\n[candidate]\npython = 3",
            "line 3: `python` is an integer, expected a text in quotes",
        );
        assert!(python("[evaluator_budget]\npython = \"numpy\"").is_err());
    }

    #[test]
    fn packages_and_arrays() {
        let text = |lines: &str| format!("name = \"a\"\n{lines}");
        let hex = "Ab".repeat(32);
        let wheel = format!("{{ file = \"wheels/x.whl\", sha256 = \"{hex}\" }}");
        let file = parse(&text(&format!(
            "evaluator_packages = [{wheel}]\n[candidate]\npackages = [{wheel}, {wheel}]\narrays = true"
        )));
        let file = file.unwrap();
        assert_eq!((file.packages.len(), file.evaluator_packages.len()), (2, 1));
        assert_eq!(file.packages[0].file, "wheels/x.whl");
        assert_eq!(file.packages[0].digest.hex(), hex.to_ascii_lowercase());
        assert_eq!(file.lists, Lists::AsArrays);
        assert_eq!(parse("name = \"a\"").unwrap().lists, Lists::AsLists);
        let form = "(write `{ file = \"wheels/NAME.whl\", sha256 = \"...\" }` for each)";
        let candidate = |line: &str| text(&format!("[candidate]\n{line}"));
        check(
            &candidate("packages = \"x.whl\""),
            &format!("line 3: `packages` is a text, expected a list of wheels {form}"),
        );
        check(
            &candidate("packages = [\"x.whl\"]"),
            &format!(
                "line 3: `packages` holds a text, expected tables of `file` and `sha256` {form}"
            ),
        );
        check(
            &candidate("packages = [{ file = \"x.whl\" }]"),
            &format!("line 3: a wheel of `packages` lacks its `file` or its `sha256` {form}"),
        );
        check(
            &candidate("packages = [{ fil = \"x.whl\" }]"),
            "line 3: unknown key `fil` (did you mean `file`?)",
        );
        check(
            &candidate("packages = [{ file = \"x.whl\", sha256 = \"12\" }]"),
            "line 3: `sha256 = \"12\"` is no digest (64 digits, as `sha256sum` prints them)",
        );
        check(&candidate("arrays = 1"), "line 3: `arrays` is an integer, expected true or false");
        check(&candidate("array = true"), "line 3: unknown key `array` (did you mean `arrays`?)");
        assert!(parse(&text("[evaluator_budget]\narrays = true")).is_err());
    }

    #[test]
    fn public_splits() {
        let public = |text: &str| parse(&format!("name = \"a\"\n{text}")).map(|file| file.public);
        let names = |names: &[&str]| Some(names.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(public("").unwrap(), None);
        assert_eq!(public("public = []").unwrap(), names(&[]));
        assert_eq!(public("public = [\"small\", \"x\"]").unwrap(), names(&["small", "x"]));
        let text = "name = \"a\"\npublic = \"small\"";
        check(text, "line 2: `public` is a text, expected a list of names");
        let text = "name = \"a\"\npublic = [\n1]";
        check(text, "line 3: `public` is an integer, expected a text in quotes");
        check("name = \"a\"\npubic = []", "line 2: unknown key `pubic` (did you mean `public`?)");
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_the_nearest_name() {
        check("", "`name` is missing (use up to 64 of a-z, 0-9 and -)");
        check(
            "name = \"a\"\nevalautor = \"x\"",
            "line 2: unknown key `evalautor` (did you mean `evaluator`?)",
        );
        check(
            "name = \"a\"\n[candidate]\nmemroy = 1",
            "line 3: unknown key `memroy` (did you mean `memory`?)",
        );
        check("name = 1", "line 1: `name` is an integer, expected a text in quotes");
        check(
            "name = \"a\"\ncandidate = 1",
            "line 2: `candidate` is an integer, expected a table of limits",
        );
        check(
            "name = \"a\"\n[candidate]\nfuel = true",
            "line 3: `fuel` is a boolean, expected a count",
        );
        check(
            "name = \"a\"\n[candidate]\nfuel = -1",
            "line 3: `fuel = -1` is not a number of 64 bits",
        );
        check(
            "name = \"a\"\n[candidate]\nmemory = \"9 GiB\"",
            "line 3: `memory = 9 GiB` is outside the allowed range 64 KiB to 4 GiB",
        );
        check(
            "name = \"a\"\n[candidate]\nmemory = \"lots\"",
            "line 3: `memory`: `lots` is not a number of bytes such as `65536`, `64 KiB` or `1.5 GiB`",
        );
        check(
            "name = \"A b\"",
            "`name = \"A b\"` is no task name (use up to 64 of a-z, 0-9 and -)",
        );
        check(
            "name = \"a\"\nadmission = 1",
            "line 2: `admission` is an integer, expected a table of caps",
        );
        check(
            "name = \"a\"\n[admission]\nfunction = 1",
            "line 3: unknown key `function` (did you mean `functions`?)",
        );
        check(
            "name = \"a\"\n[admission]\nfunctions = 10_001",
            "line 3: `functions = 10_001` is outside the allowed range 1 to 10_000 \
             (a task may lower a cap, not raise it)",
        );
        check(
            "name = \"a\"\n[admission]\nbytes = \"16 MiB\"",
            "line 3: `bytes = 16 MiB` is outside the allowed range 8 B to 8 MiB \
             (a task may lower a cap, not raise it)",
        );
        check(
            "name = \"a\"\n[admission]\nmodules = 0",
            "line 3: `modules = 0` is outside the allowed range 2 to 16",
        );
        check(
            "name = \"a\"\n[admission]\nsource_bytes = true",
            "line 3: `source_bytes` is a boolean, expected a size such as \"64 KiB\"",
        );
        check(
            "name = \"a\"\n[admission]\nloops = -1",
            "line 3: `loops = -1` is not a number of 64 bits",
        );
        for name in ["../x.py", "/etc/passwd", "", ".", "..", "a/b", "a\\\\b"] {
            let text = format!("name = \"a\"\nevaluator = \"{name}\"");
            assert!(
                parse(&text).unwrap_err().to_string().contains("not the name of a file"),
                "{name}"
            );
        }
        assert!(parse("name = ").unwrap_err().to_string().starts_with("line 1: "));
        assert!(parse("name = \"a\"\nname = \"b\"").is_err());
    }
}
