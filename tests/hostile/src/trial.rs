//! What judging a case showed, and whether that is what the case is owed.

use std::time::Duration;

use lazaret_trial::{Class, Code, Reason};

use crate::case::{Case, Expected};
use crate::memory::Peaks;

/// The most bytes that a reason may say. What it quotes of a hostile program is cut at 4 KiB; four such quotes are
/// more than any message has.
const MESSAGE_BYTES_MAX: usize = 16 << 10;

/// How something that was handed in ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Why it ended as it did.
    pub reason: Reason,
    /// Its score, if it has one.
    pub score: Option<f64>,
    /// The bytes of the verdict; of the reason, if the evaluator did not get as far as a verdict.
    pub bytes: Vec<u8>,
    /// The time from its bytes to its verdict.
    pub wall: Duration,
}

/// All that was seen of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Observed {
    /// The verdict on the honest candidate before, and on the one after; or what became of the host.
    pub sentinels: [Result<Vec<u8>, String>; 2],
    /// Each subject, twice.
    pub subjects: Vec<[Result<Judgement, String>; 2]>,
    /// Memory while all of this was judged.
    pub peaks: Peaks,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether it got out: the host, another verdict, the score or the clock is not as if it had never been.
    /// Otherwise it is only called by a wrong name.
    pub escaped: bool,
    /// Whose: a sentinel, or the label of a subject.
    pub whose: String,
    /// What is wrong, with what was expected.
    pub what: String,
}

/// What is counted over all cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Verdicts on honest candidates beside hostile ones.
    pub sentinels: usize,
    /// Those of them that are, byte for byte, what they were before any hostile program ran.
    pub identical: usize,
    /// Verdicts on hostile programs.
    pub verdicts: usize,
    /// Those of them with a better score than is owed.
    pub forged: usize,
    /// Panics and faults of the host, in the place of any verdict.
    pub crashes: usize,
}

impl Tally {
    /// What a case adds.
    pub fn of(case: &Case, honest: &[Vec<u8>; 2], observed: &Observed) -> Self {
        let sentinels = observed.sentinels.iter().zip(honest);
        let identical = sentinels.filter(|(found, honest)| found.as_ref() == Ok(*honest)).count();
        let subjects: Vec<_> = observed.subjects.iter().flatten().collect();
        let judged: Vec<_> = subjects.iter().flat_map(|judged| judged.as_ref()).collect();
        let forged = judged.iter().filter(|it| better(it.score, case.expected.score)).count();
        let fault = |it: &&&Judgement| {
            it.reason.code == Code::FaultHost && case.expected.code != Code::FaultHost
        };
        let lost = observed.sentinels.iter().filter(|it| it.is_err()).count();
        Self {
            sentinels: observed.sentinels.len(),
            identical,
            verdicts: judged.len(),
            forged,
            crashes: lost + subjects.len() - judged.len() + judged.iter().filter(fault).count(),
        }
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            sentinels: self.sentinels + other.sentinels,
            identical: self.identical + other.identical,
            verdicts: self.verdicts + other.verdicts,
            forged: self.forged + other.forged,
            crashes: self.crashes + other.crashes,
        }
    }
}

/// Compares what was seen with what is owed. `honest` is what the sentinels were given before any hostile
/// program ran.
pub fn findings(case: &Case, honest: &[Vec<u8>; 2], observed: &Observed) -> Vec<Finding> {
    let mut findings = Vec::new();
    let names = ["the sentinel before", "the sentinel after"];
    for ((name, honest), found) in names.into_iter().zip(honest).zip(&observed.sentinels) {
        let what = match found {
            Ok(bytes) if bytes == honest => continue,
            Ok(bytes) => format!(
                "expected the verdict of all other times, got {}",
                String::from_utf8_lossy(bytes.get(..2000).unwrap_or(bytes))
            ),
            Err(error) => format!("expected a verdict, got {error}"),
        };
        findings.push(Finding { escaped: true, whose: name.to_owned(), what });
    }
    for (subject, judgements) in case.subjects.iter().zip(&observed.subjects) {
        let mut add = |escaped, what| {
            findings.push(Finding { escaped, whose: subject.label.clone(), what });
        };
        match judgements {
            [Ok(first), Ok(second)] => {
                check(&case.expected, case.subjects.len() == 1, first, &mut add);
                if first.reason.code != second.reason.code {
                    add(true, format!("expected the same twice, got {}", told(second)));
                } else if first.bytes != second.bytes
                    && first.reason.code.class() != Class::Inconclusive
                {
                    add(
                        true,
                        format!("expected the same verdict twice, {}", differing(first, second)),
                    );
                }
            }
            [Err(error), _] | [_, Err(error)] => {
                add(true, format!("expected {}, got {error}", case.expected.code));
            }
        }
    }
    findings
}

/// `alone` says that the case has one subject: of many, only some may be called by a wrong name.
fn check(expected: &Expected, alone: bool, found: &Judgement, add: &mut impl FnMut(bool, String)) {
    let (reason, code) = (&found.reason, expected.code);
    if let Some(today) = expected.today {
        if reason.code == code && alone {
            add(false, format!("it ends as {code} now: delete `today`"));
        } else if reason.code == today && !better(found.score, expected.score) {
            // Contained, and called by a wrong name, as is known.
            return;
        }
    }
    if reason.code != code {
        // A fault of the host is not one of its own making.
        let fault = reason.code == Code::FaultHost;
        add(
            fault || better(found.score, expected.score),
            format!("expected {code}, got {}", told(found)),
        );
    } else if found.score != expected.score {
        let (score, wanted) = (found.score, expected.score);
        add(better(score, wanted), format!("expected the score {wanted:?}, got {score:?}"));
    }
    if let Some(part) = &expected.message
        && !reason.message.contains(part)
    {
        add(false, format!("expected `{part}` in the message, got `{}`", reason.message));
    }
    if MESSAGE_BYTES_MAX < reason.message.len() {
        let length = reason.message.len();
        add(true, format!("expected at most {MESSAGE_BYTES_MAX} bytes of message, got {length}"));
    }
    if let Some(excess) = &expected.excess
        && reason.excess.as_ref() != Some(excess)
    {
        add(false, format!("expected {excess:?}, got {:?}", reason.excess));
    }
    if expected.within < found.wall {
        let (allowed, wall) = (expected.within, found.wall);
        add(true, format!("expected a verdict within {allowed:?}, got it after {wall:?}"));
    }
}

/// Whether a score is better than the one that is owed; all tasks of the corpus maximize, and no score at all
/// counts as 0.
fn better(found: Option<f64>, owed: Option<f64>) -> bool {
    owed.unwrap_or(0.0) < found.unwrap_or(0.0)
}

fn told(found: &Judgement) -> String {
    let reason = &found.reason;
    let score = found.score.map_or_else(String::new, |score| format!(" with score {score}"));
    format!("{}{score}: {}", reason.code, reason.message)
}

/// The places around the first byte that differs.
fn differing(first: &Judgement, second: &Judgement) -> String {
    let same =
        first.bytes.iter().zip(&second.bytes).take_while(|(left, right)| left == right).count();
    let around = |bytes: &[u8]| {
        let from = same.saturating_sub(40);
        let to = bytes.len().min(same + 80);
        String::from_utf8_lossy(bytes.get(from..to).unwrap_or_default()).into_owned()
    };
    format!("got `{}` and `{}` from byte {same}", around(&first.bytes), around(&second.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Kind, Tasks};

    const HONEST: [&[u8]; 2] = [b"left", b"right"];

    fn case(directives: &str) -> Case {
        let text = format!(";; It tries.\n{directives}\n(component)\n");
        let path = "cases/group/name.wat".as_ref();
        Case::parse(path, Kind::Wat, &text, &Tasks::read().unwrap()).unwrap()
    }

    fn judgement(code: Code, score: Option<f64>) -> Judgement {
        let reason = Reason::new(code, "used up its fuel").exceeding("fuel", 8, 7);
        Judgement { reason, score, bytes: b"verdict".to_vec(), wall: Duration::from_millis(5) }
    }

    fn observed(first: Judgement, second: Judgement) -> Observed {
        let sentinels = HONEST.map(|bytes| Ok(bytes.to_vec()));
        Observed { sentinels, subjects: vec![[Ok(first), Ok(second)]], peaks: Peaks::default() }
    }

    fn same(found: &Judgement) -> Observed {
        observed(found.clone(), found.clone())
    }

    #[track_caller]
    fn check_found(case: &Case, observed: &Observed, expected: &[(bool, &str)]) {
        let honest = HONEST.map(<[u8]>::to_vec);
        let found = findings(case, &honest, observed);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, (escaped, what)) in found.iter().zip(expected) {
            assert_eq!(found.escaped, *escaped, "{found:?}");
            assert!(found.what.contains(what), "{found:?}");
        }
    }

    #[test]
    fn what_is_owed_is_no_finding() {
        let case = case(";; expect: failed/out-of-fuel\n;; message: its fuel\n;; excess: fuel 8 7");
        check_found(&case, &same(&judgement(Code::FailedOutOfFuel, None)), &[]);
    }

    #[test]
    fn a_wrong_expectation_is_noticed() {
        let out_of_fuel = judgement(Code::FailedOutOfFuel, None);
        check_found(
            &case(";; expect: failed/trap"),
            &same(&out_of_fuel),
            &[(false, "expected failed/trap, got failed/out-of-fuel: used up its fuel")],
        );
        check_found(
            &case(";; expect: failed/out-of-fuel\n;; message: its memory"),
            &same(&out_of_fuel),
            &[(false, "expected `its memory`")],
        );
        check_found(
            &case(";; expect: failed/out-of-fuel\n;; excess: fuel 9 7"),
            &same(&out_of_fuel),
            &[(false, "measured: 9")],
        );
        check_found(
            &case(";; expect: failed/out-of-fuel\n;; within: 4"),
            &same(&out_of_fuel),
            &[(true, "within 4ms")],
        );
        let mut long = out_of_fuel.clone();
        long.reason.message = "x".repeat(MESSAGE_BYTES_MAX + 1);
        check_found(
            &case(";; expect: failed/out-of-fuel"),
            &same(&long),
            &[(true, "bytes of message, got 16385")],
        );
        check_found(
            &case(";; expect: failed/out-of-fuel"),
            &same(&judgement(Code::FaultHost, None)),
            &[(true, "got fault/host")],
        );
    }

    #[test]
    fn a_score_that_is_not_owed_is_noticed() {
        let scored = |score| same(&judgement(Code::Scored, Some(score)));
        let zero = case(";; expect: scored\n;; score: 0");
        check_found(&zero, &scored(0.0), &[]);
        check_found(&zero, &scored(0.5), &[(true, "score")]);
        check_found(&zero, &scored(-1.0), &[(false, "score")]);
        let trap = case(";; expect: failed/trap");
        check_found(&trap, &scored(0.5), &[(true, "got scored with score 0.5")]);
        check_found(&trap, &scored(0.0), &[(false, "got scored with score 0")]);
    }

    #[test]
    fn what_must_not_happen_is_counted() {
        let honest = HONEST.map(<[u8]>::to_vec);
        let case = case(";; expect: scored\n;; score: 0");
        let zero = judgement(Code::Scored, Some(0.0));
        let good = Tally { sentinels: 2, identical: 2, verdicts: 2, forged: 0, crashes: 0 };
        assert_eq!(Tally::of(&case, &honest, &same(&zero)), good);
        let mut bad =
            observed(judgement(Code::Scored, Some(1.0)), judgement(Code::FaultHost, None));
        bad.subjects.push([Ok(zero), Err("a panic".to_owned())]);
        bad.sentinels = [Ok(b"wrong".to_vec()), Err("an error".to_owned())];
        let counted = Tally { sentinels: 2, identical: 0, verdicts: 3, forged: 1, crashes: 3 };
        assert_eq!(Tally::of(&case, &honest, &bad), counted);
        let both = Tally { sentinels: 4, identical: 2, verdicts: 5, forged: 1, crashes: 3 };
        assert_eq!(good.and(counted), both);
    }

    #[test]
    fn a_sentinel_that_changes_is_noticed() {
        let case = case(";; expect: failed/out-of-fuel");
        let good = same(&judgement(Code::FailedOutOfFuel, None));
        let mut changed = good.clone();
        changed.sentinels = [Ok(b"left".to_vec()), Ok(b"wrong".to_vec())];
        check_found(&case, &changed, &[(true, "got wrong")]);
        changed.sentinels = [Err("a panic".to_owned()), Ok(b"right".to_vec())];
        check_found(&case, &changed, &[(true, "got a panic")]);
        let mut dead = good;
        dead.subjects =
            vec![[Ok(judgement(Code::FailedOutOfFuel, None)), Err("a panic".to_owned())]];
        check_found(&case, &dead, &[(true, "expected failed/out-of-fuel, got a panic")]);
    }

    #[test]
    fn what_does_not_repeat_is_noticed() {
        let owed = case(";; expect: failed/trap");
        let first = judgement(Code::FailedTrap, None);
        let second = Judgement { bytes: b"verdicts".to_vec(), ..first.clone() };
        check_found(&owed, &observed(first.clone(), second), &[(true, "from byte 7")]);
        let other = judgement(Code::FailedOutOfFuel, None);
        check_found(&owed, &observed(first, other), &[(true, "the same twice")]);
        // What depends on the clock does not repeat to the byte, but to the code.
        let first = judgement(Code::InconclusiveWallTimeout, None);
        let second = Judgement { bytes: Vec::new(), ..first.clone() };
        let owed = case(";; expect: inconclusive/wall-timeout");
        check_found(&owed, &observed(first, second), &[]);
    }
}
