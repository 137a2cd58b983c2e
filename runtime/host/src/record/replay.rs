//! Doing recorded work again, and saying in what it differs.

use std::collections::BTreeMap;

use lazaret_ledger::{Body, Entry, Ledger, RunEntry, VerdictEntry};
use lazaret_trial::{Class, Code, Digest, Verdict};
use serde_json::Value;

use super::material;
use super::recording::repeats;
use super::setting::{RunSetting, Setting};
use crate::candidates::Candidate;
use crate::evaluation::{EvaluationRequest, Outcome};
use crate::host::{Host, HostError, Needs, RunRequest, outcome_bytes};
use crate::interpreters::PythonSetting;
use crate::interrupt::Interrupt;
use crate::isolation::Settings;
use crate::{Home, Task};

/// How many candidates are judged in one go, so that memory does not grow with the ledger.
const BATCH_MAX: usize = 64;

/// What became of an entry that was made again.
#[derive(Clone, Debug, PartialEq)]
pub enum Replayed {
    /// The same, byte for byte.
    Identical,
    /// Something else, and where the two part.
    Different(Difference),
    /// It cannot be compared, because what decides the outcome is another one here.
    OtherIdentity(Vec<Difference>),
    /// It depends on the machine, so that nobody promises that it repeats; what came out this time.
    NotPromised(String),
    /// It could not be made again, and why; no fault of the record.
    Impossible(String),
}

/// A place in which two records differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The way to it, such as `cases[3].candidate_usage.fuel`.
    pub place: String,
    /// What is recorded.
    pub recorded: String,
    /// What came out this time.
    pub replayed: String,
}

/// An entry and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    /// The entry.
    pub sequence: u64,
    /// What became of it.
    pub replayed: Replayed,
}

/// Entries that are judged together: the same task, seed and split.
struct Group {
    setting: Digest,
    recorded: lazaret_trial::Identity,
    entries: Vec<(u64, VerdictEntry)>,
}

/// Makes entries again. Those that are neither verdicts nor runs are passed over.
pub struct Replayer<'a> {
    home: &'a Home,
    settings: &'a Settings,
    ledger: &'a Ledger,
    interrupt: &'a Interrupt,
    jobs: usize,
}

impl<'a> Replayer<'a> {
    /// For the entries of one ledger.
    #[must_use]
    pub const fn new(
        home: &'a Home,
        settings: &'a Settings,
        ledger: &'a Ledger,
        interrupt: &'a Interrupt,
        jobs: usize,
    ) -> Self {
        Self { home, settings, ledger, interrupt, jobs }
    }

    /// Makes these entries again, in the order that saves most work, and tells of each.
    ///
    /// # Errors
    /// If the ledger cannot be read, or the host cannot be opened. After an interrupt, what is done was told.
    pub fn replay(
        &self,
        sequences: &[u64],
        progress: &mut dyn FnMut(&str),
        done: &mut dyn FnMut(Replay),
    ) -> Result<(), HostError> {
        let mut groups: BTreeMap<u64, Group> = BTreeMap::new();
        let mut runs: Vec<(u64, RunEntry)> = Vec::new();
        for sequence in sequences {
            match self.ledger.entry(*sequence)? {
                Entry { body: Body::Verdict(entry), .. } => {
                    let group = match groups.entry(entry.commitment) {
                        std::collections::btree_map::Entry::Occupied(group) => group.into_mut(),
                        std::collections::btree_map::Entry::Vacant(place) => {
                            place.insert(self.group(entry.commitment)?)
                        }
                    };
                    group.entries.push((*sequence, entry));
                }
                Entry { body: Body::Run(entry), .. } => runs.push((*sequence, entry)),
                // What a campaign or a check did is in the verdicts that it had made.
                Entry {
                    body: Body::Commitment(_) | Body::Campaign(_) | Body::Round(_) | Body::Check(_),
                    ..
                } => {}
            }
        }
        for group in groups.values() {
            for entries in group.entries.chunks(BATCH_MAX) {
                if self.interrupt.is_raised() {
                    return Ok(());
                }
                self.verdicts(group, entries, progress, done)?;
            }
        }
        for (sequence, entry) in &runs {
            if self.interrupt.is_raised() {
                return Ok(());
            }
            let replayed = self.run(entry, progress)?;
            done(Replay { sequence: *sequence, replayed });
        }
        Ok(())
    }

    fn group(&self, commitment: u64) -> Result<Group, HostError> {
        let Body::Commitment(entry) = self.ledger.entry(commitment)?.body else {
            return Err(HostError::Request(format!("entry {commitment} is no commitment")));
        };
        Ok(Group { setting: entry.setting, recorded: entry.identity, entries: Vec::new() })
    }

    fn fetch(&self, digest: Digest) -> Result<Vec<u8>, String> {
        self.ledger.blob(digest).map_err(|error| error.to_string())
    }

    fn open(&self, needs: &Needs, progress: &mut dyn FnMut(&str)) -> Result<Host, HostError> {
        Host::open(self.home, needs, self.settings, progress)
    }

    fn verdicts(
        &self,
        group: &Group,
        entries: &[(u64, VerdictEntry)],
        progress: &mut dyn FnMut(&str),
        done: &mut dyn FnMut(Replay),
    ) -> Result<(), HostError> {
        let impossible = |why: &str, done: &mut dyn FnMut(Replay)| {
            for (sequence, _) in entries {
                let replayed = Replayed::Impossible(why.to_owned());
                done(Replay { sequence: *sequence, replayed });
            }
        };
        let (setting, task, candidates) = match self.material(group, entries) {
            Ok(material) => material,
            Err(why) => {
                impossible(&why, done);
                return Ok(());
            }
        };
        let host = self.open(&Needs::of_task(&task).and(&candidates), progress)?;
        let makers: Vec<String> =
            candidates.iter().map(|it| host.maker(it, &task.python)).collect();
        let request = EvaluationRequest {
            task: &task,
            candidates,
            seed: setting.seed,
            split: Some(setting.split.clone()),
            jobs: self.jobs,
            record: None,
        };
        let evaluation = match host.evaluate(request, self.interrupt, &mut |_| ()) {
            Ok(evaluation) => evaluation,
            Err(HostError::Interrupted) => return Ok(()),
            Err(HostError::Evaluator(reason)) => {
                impossible(&format!("{}: {}", reason.code, reason.message), done);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if evaluation.interrupted {
            return Ok(());
        }
        let differences = group.recorded.difference(&evaluation.identity);
        let other: Vec<Difference> = differences
            .into_iter()
            .map(|(name, recorded, replayed)| Difference::new(name, recorded, replayed))
            .collect();
        for (((sequence, entry), result), maker) in
            entries.iter().zip(&evaluation.results).zip(makers)
        {
            let replayed = match &result.outcome {
                Outcome::Unreadable(why) => Replayed::Impossible(why.clone()),
                Outcome::Verdict(_) if !other.is_empty() => Replayed::OtherIdentity(other.clone()),
                Outcome::Verdict(_) if maker != entry.maker => {
                    Replayed::OtherIdentity(vec![Difference::new(
                        "what makes a program of it",
                        &entry.maker,
                        &maker,
                    )])
                }
                Outcome::Verdict(verdict) => self.compare(entry, verdict)?,
            };
            done(Replay { sequence: *sequence, replayed });
        }
        Ok(())
    }

    fn material(
        &self,
        group: &Group,
        entries: &[(u64, VerdictEntry)],
    ) -> Result<(Setting, Task, Vec<Candidate>), String> {
        let setting = Setting::read(&self.fetch(group.setting)?)?;
        let task = setting.task(&|digest| self.fetch(digest))?;
        let candidate = |(sequence, entry): &(u64, VerdictEntry)| {
            let label = format!("entry {sequence}");
            let VerdictEntry { name, candidate, source, .. } = entry;
            material::candidate(&label, name, *candidate, *source, &|digest| self.fetch(digest))
        };
        let candidates = entries.iter().map(candidate).collect::<Result<_, _>>()?;
        Ok((setting, task, candidates))
    }

    fn compare(&self, entry: &VerdictEntry, replayed: &Verdict) -> Result<Replayed, HostError> {
        let recorded = self.ledger.blob(entry.verdict)?;
        let code = replayed.code();
        // A machine that is too busy says nothing about the record.
        if repeats(entry.code) && code.class() == Class::Inconclusive {
            return Ok(Replayed::Impossible(format!("this time it ended as {code}")));
        }
        let replayed = crate::verdict_bytes(replayed);
        let replayed = replayed.map_err(|error| HostError::Request(error.to_string()))?;
        Ok(as_promised(entry.code, code.as_str(), compare(&recorded, &replayed)))
    }

    fn run(&self, entry: &RunEntry, progress: &mut dyn FnMut(&str)) -> Result<Replayed, HostError> {
        let fetch = |digest| self.fetch(digest);
        let read = || -> Result<_, String> {
            let setting = RunSetting::read(&fetch(entry.setting)?)?;
            let RunEntry { name, candidate, source, .. } = entry;
            let candidate = material::candidate(name, name, *candidate, *source, &fetch)?;
            let (call, wit) = (setting.call()?, setting.interface(&fetch)?);
            Ok((setting, candidate, call, wit))
        };
        let (setting, candidate, call, wit) = match read() {
            Ok(read) => read,
            Err(why) => return Ok(Replayed::Impossible(why)),
        };
        let host = self.open(&Needs::default().and(std::slice::from_ref(&candidate)), progress)?;
        let engine = lazaret_engine::profile_text();
        for (place, recorded, here) in [
            ("engine", &setting.engine, &engine),
            (
                "what makes a program of it",
                &entry.maker,
                &host.maker(&candidate, PythonSetting::USUAL),
            ),
        ] {
            if recorded != here {
                let difference = Difference::new(place, recorded, here);
                return Ok(Replayed::OtherIdentity(vec![difference]));
            }
        }
        let request = RunRequest {
            candidate: &candidate,
            call,
            budget: setting.budget.clone(),
            seed: setting.seed,
            wit: wit.as_ref(),
        };
        let outcome = host.run(&request, self.interrupt)?;
        let code = outcome.result.as_ref().map_or_else(|reason| reason.code.as_str(), |_| "scored");
        let replayed = compare(&self.ledger.blob(entry.outcome)?, &outcome_bytes(&outcome));
        Ok(as_promised(entry.code, code, replayed))
    }
}

/// What came of comparing, in the light of what is promised of an end. A fault of an evaluator or an end of a compiler
/// that is the same again is the same; that it is another one says nothing. What hangs on the clock says neither.
fn as_promised(recorded: Code, code: &str, replayed: Replayed) -> Replayed {
    let same = replayed == Replayed::Identical && recorded.class() != Class::Inconclusive;
    if same || repeats(recorded) { replayed } else { Replayed::NotPromised(code.to_owned()) }
}

impl Difference {
    fn new(place: &str, recorded: &str, replayed: &str) -> Self {
        Self {
            place: place.to_owned(),
            recorded: recorded.to_owned(),
            replayed: replayed.to_owned(),
        }
    }
}

/// The first place in which two documents differ.
fn compare(recorded: &[u8], replayed: &[u8]) -> Replayed {
    if recorded == replayed {
        return Replayed::Identical;
    }
    let parse = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap_or_default();
    let place = first_difference("", &parse(recorded), &parse(replayed));
    Replayed::Different(place.unwrap_or_else(|| Difference::new("the way it is written", "", "")))
}

fn first_difference(place: &str, recorded: &Value, replayed: &Value) -> Option<Difference> {
    match (recorded, replayed) {
        (Value::Object(left), Value::Object(right)) => {
            let names = left.keys().chain(right.keys().filter(|name| !left.contains_key(*name)));
            names.into_iter().find_map(|name| {
                let inside =
                    if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                let side = |side: &serde_json::Map<String, Value>| {
                    side.get(name).cloned().unwrap_or(Value::Null)
                };
                first_difference(&inside, &side(left), &side(right))
            })
        }
        (Value::Array(left), Value::Array(right)) => {
            let longer = left.len().max(right.len());
            (0..longer).find_map(|index| {
                let side = |side: &[Value]| side.get(index).cloned().unwrap_or(Value::Null);
                first_difference(&format!("{place}[{index}]"), &side(left), &side(right))
            })
        }
        _ if recorded == replayed => None,
        _ => Some(Difference::new(place, &recorded.to_string(), &replayed.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named() {
        let place = |left: &str, right: &str| match compare(left.as_bytes(), right.as_bytes()) {
            Replayed::Different(it) => (it.place, it.recorded, it.replayed),
            other => panic!("{other:?}"),
        };
        let three = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        let left = r#"{"a":1,"cases":[{"id":"x","usage":{"fuel":7}}]}"#;
        let right = r#"{"a":1,"cases":[{"id":"x","usage":{"fuel":8}}]}"#;
        assert_eq!(place(left, right), three("cases[0].usage.fuel", "7", "8"));
        assert_eq!(place(r#"{"a":1}"#, r#"{"a":1,"b":[]}"#), three("b", "null", "[]"));
        assert_eq!(place("[1]", "[1,2]"), three("[1]", "null", "2"));
        assert_eq!(place(r#"{"a": 1}"#, r#"{"a":1}"#).0, "the way it is written");
        assert_eq!(compare(b"[1]", b"[1]"), Replayed::Identical);
    }
    #[test]
    fn what_is_not_promised_is_no_difference_and_may_be_the_same() {
        let same = |code| as_promised(code, "scored", compare(b"[1]", b"[1]"));
        let other = |code| as_promised(code, "scored", compare(b"[1]", b"[2]"));
        let machine = || Replayed::NotPromised("scored".to_owned());
        for code in [Code::FailedTrap, Code::RejectedFeature, Code::Scored] {
            assert_eq!(same(code), Replayed::Identical);
            assert!(matches!(other(code), Replayed::Different(_)), "{code}");
        }
        for code in [Code::FaultEvaluatorTrap, Code::RejectedCompileLimit] {
            assert_eq!((same(code), other(code)), (Replayed::Identical, machine()));
        }
        let lost = Code::InconclusiveWallTimeout;
        assert_eq!((same(lost), other(lost)), (machine(), machine()));
    }
}
