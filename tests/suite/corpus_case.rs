//! A case of the corpus: a text with directives in its leading comments.
//!
//! The directives are listed in `tests/corpus/README.md`. An unknown or repeated one is an error, so that
//! no expectation is lost by a slip of the pen.

use lazaret_header::{Header, budget, code, component, excess};
use lazaret_host::RunOutcome;
use lazaret_trial::{Budget, Code, Excess, Value};

/// One case.
#[derive(Debug)]
pub struct Case {
    /// The whole component as text.
    pub text: String,
    /// The limits.
    pub budget: Budget,
    /// The function that is called, or none if the component is only started.
    pub call: Option<(String, Value)>,
    /// Whether it is admitted as a candidate, which must export what an evaluator calls. Otherwise it is
    /// run by somebody who knows what it exports.
    pub as_candidate: bool,
    expected: Expected,
    /// A wrong end that is known and not mended yet.
    today: Option<Today>,
    message: Option<String>,
    hint: Option<String>,
    excess: Option<Excess>,
    position: Option<(u32, u32)>,
    /// Pinned where the fuel table is the point: a change of it changes identities.
    fuel: Option<u64>,
    stdout: Option<String>,
    stderr: Option<String>,
}

#[derive(Debug)]
enum Expected {
    Value(String),
    Code(Code),
}

#[derive(Debug, PartialEq)]
enum Today {
    Code(Code),
    /// The host itself panics.
    Panic,
}

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    /// What is wrong with its directives.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut header = Header::read(text, ";;")?;
        let world = header.take("world");
        let uses = header.take("uses").unwrap_or_default();
        let budget = budget(&header.take("budget").unwrap_or_default(), Budget::for_candidates())?;
        let call = match header.take("call").as_deref() {
            Some("none") => None,
            Some(call) => {
                let (function, arguments) =
                    call.split_once(' ').ok_or("`call` has no arguments")?;
                let arguments = Value::parse(arguments).map_err(|error| error.to_string())?;
                Some((function.to_owned(), arguments))
            }
            None => Some(("f".to_owned(), Value::List(vec![Value::Integer(1)]))),
        };
        let as_candidate = match header.take("role").as_deref() {
            Some("candidate") => true,
            Some(role) => return Err(format!("`{role}` is no role")),
            None => false,
        };
        let expected = header.take("expect").ok_or("there is no `expect`")?;
        let expected = match expected.strip_prefix("value ") {
            Some(value) => Expected::Value(value.to_owned()),
            None => Expected::Code(code(&expected)?),
        };
        let today = match header.take("today").as_deref() {
            Some("panic") => Some(Today::Panic),
            Some(text) => Some(Today::Code(code(text)?)),
            None => None,
        };
        let number = |text: &str| text.parse().map_err(|_| format!("`{text}` is no number"));
        let case = Self {
            text: component(text, world.as_deref(), &uses)?,
            budget,
            call,
            as_candidate,
            expected,
            today,
            message: header.take("message"),
            hint: header.take("hint"),
            excess: header.parse("excess", excess)?,
            position: header.parse("position", position)?,
            fuel: header.parse("fuel", number)?,
            stdout: header.take("stdout"),
            stderr: header.take("stderr"),
        };
        header.finish()?;
        Ok(case)
    }

    /// Whether this case expects a value.
    pub const fn is_honest(&self) -> bool {
        matches!(self.expected, Expected::Value(_))
    }

    /// Whether it is known that this case makes the host panic.
    pub fn panics_today(&self) -> bool {
        self.today == Some(Today::Panic)
    }

    /// How an outcome differs from what is expected; nothing if it does not.
    pub fn differences(&self, outcome: &RunOutcome) -> Vec<String> {
        if let Some(today) = &self.today {
            let found = outcome.result.as_ref().err().map(|reason| Today::Code(reason.code));
            return match found.as_ref() == Some(today) {
                true => Vec::new(),
                false => {
                    vec![format!("no longer {today:?} but {found:?}: is `today` out of date?")]
                }
            };
        }
        let mut differences = Vec::new();
        let mut same = |what: &str, expected: &str, found: &str| {
            if expected != found {
                differences.push(format!("{what}: expected `{expected}`, found `{found}`"));
            }
        };
        let found = match &outcome.result {
            Ok(value) => format!("value {value}"),
            Err(reason) => reason.code.to_string(),
        };
        match &self.expected {
            Expected::Value(value) => same("outcome", &format!("value {value}"), &found),
            Expected::Code(code) => same("outcome", code.as_str(), &found),
        }
        if let Some(fuel) = self.fuel {
            same("fuel", &fuel.to_string(), &outcome.usage.fuel.to_string());
        }
        let logs = [
            ("stdout", &self.stdout, &outcome.logs.stdout),
            ("stderr", &self.stderr, &outcome.logs.stderr),
        ];
        for (name, expected, found) in logs {
            if let Some(expected) = expected {
                same(name, expected, found);
            }
        }
        let Err(reason) = &outcome.result else { return differences };
        if let Some(excess) = &self.excess {
            same(
                "excess",
                &format!("{excess:?}"),
                &format!("{:?}", reason.excess.as_ref().unwrap_or(&NO_EXCESS)),
            );
        }
        if let Some(position) = self.position {
            let found = reason.position.map(|position| (position.line, position.column));
            same("position", &format!("{:?}", Some(position)), &format!("{found:?}"));
        }
        if let Some(hint) = &self.hint {
            same("hint", hint, reason.hint.as_deref().unwrap_or_default());
        }
        if let Some(message) = &self.message
            && !reason.message.contains(message)
        {
            differences.push(format!("message: `{message}` is not in `{}`", reason.message));
        }
        // A reason that is expected without its message still has one.
        if reason.message.is_empty() {
            differences.push("message: empty".to_owned());
        }
        differences
    }
}

const NO_EXCESS: Excess = Excess { limit: String::new(), measured: 0, allowed: 0 };

fn position(text: &str) -> Result<(u32, u32), String> {
    let parsed = text.split_once(' ').map(|(line, column)| (line.parse(), column.parse()));
    match parsed {
        Some((Ok(line), Ok(column))) => Ok((line, column)),
        _ => Err("`position` is line and column".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use lazaret_trial::{Logs, Reason, Usage};

    use super::*;

    const CASE: &str = ";; A sentence.\n;; expect: failed/trap\n;; message: divide\n;; stdout: x\n";

    fn outcome(result: Result<Value, Reason>, stdout: &str) -> RunOutcome {
        let logs = Logs { stdout: stdout.to_owned(), ..Logs::default() };
        RunOutcome { result, usage: Usage::default(), logs }
    }

    #[test]
    fn slips_of_the_pen_are_errors() {
        assert!(Case::parse(CASE).is_ok());
        for (from, to) in [
            (";; A sentence.\n", ""),
            (";; expect: failed/trap\n", ""),
            ("failed/trap", "failed/trip"),
            ("message", "mesage"),
            (";; stdout: x\n", ";; stdout: x\n;; stdout: y\n"),
            (";; stdout: x\n", ";; budget: feul=1\n"),
            (";; stdout: x\n", ";; budget: memory=1\n"),
            (";; stdout: x\n", ";; excess: fuel 1\n"),
            (";; stdout: x\n", ";; position: 1\n"),
            (";; stdout: x\n", ";; call: f\n"),
            (";; stdout: x\n", ";; call: f [\n"),
            (";; stdout: x\n", ";; world: evaluator\n"),
            (";; stdout: x\n", ";; uses: network\n"),
            (";; stdout: x\n", ";; today: failed/trip\n"),
            (";; stdout: x\n", ";; fuel: much\n"),
        ] {
            let text = CASE.replace(from, to);
            assert!(Case::parse(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_difference_is_seen() {
        let case = Case::parse(CASE).unwrap();
        let reason = Reason::new(Code::FailedTrap, "integer divide by zero");
        assert_eq!(case.differences(&outcome(Err(reason.clone()), "x")), Vec::<String>::new());
        assert_eq!(case.differences(&outcome(Err(reason), "")).len(), 1);
        let other = Reason::new(Code::FailedExit, "exit");
        assert_eq!(case.differences(&outcome(Err(other), "x")).len(), 2);
        assert_eq!(case.differences(&outcome(Ok(Value::Null), "x")).len(), 1);
        let known = Case::parse(&CASE.replace(";; stdout: x", ";; today: failed/exit")).unwrap();
        let reason = |code| Err(Reason::new(code, "integer divide by zero"));
        assert_eq!(known.differences(&outcome(reason(Code::FailedExit), "")), Vec::<String>::new());
        assert_eq!(known.differences(&outcome(reason(Code::FailedTrap), "")).len(), 1);
        let honest = Case::parse(";; A sentence.\n;; fuel: 0\n;; expect: value [1]\n").unwrap();
        let mut costly = outcome(Ok(Value::parse("[1]").unwrap()), "");
        costly.usage.fuel = 1;
        assert_eq!(honest.differences(&costly).len(), 1);
        assert!(honest.differences(&outcome(Ok(Value::parse("[1]").unwrap()), "")).is_empty());
        assert_eq!(honest.differences(&outcome(Ok(Value::Null), "")).len(), 1);
    }
}
