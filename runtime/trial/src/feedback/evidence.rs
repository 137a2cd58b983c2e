//! What of a verdict may be told: the one place that decides it.
//!
//! Everything after this sees the evidence and never the verdict. The rules for cases that are held out:
//!
//! - Told are the outcome's code and, if a limit ended it, the name of that limit. A program can choose among them
//!   by what it sees in a case: that is the whole of what gets out, a handful of bits a verdict. There is no score,
//!   no number of cases, and no amount, because a program can write a case into how much memory it asks for or how
//!   much fuel it leaves.
//! - No message, place, step, output or hint: a program can write a case into each, a line number included.
//! - What ended before any case (a source that does not compile or load, a refusal) cannot depend on one, because no
//!   instance had seen a case by then, so it is told like any other.
//!
//! Public or not, nothing is told of an end that is not the candidate's fault but its code: the words of an
//! evaluator's fault may hold its answers, and those of a host's fault are for people.

use crate::budget::{Budget, LIMITS};
use crate::code::{Blame, Code};
use crate::metric::{Description, Measurement};
use crate::reason::{Excess, Reason};
use crate::usage::Usage;
use crate::verdict::CaseOutcome;

use super::parts::LimitNote;
use super::split::Exposure;
use super::{Material, Verdict};

/// What may be told.
pub struct Evidence<'a> {
    pub code: Code,
    pub exposure: Exposure,
    pub limit: Option<LimitNote>,
    /// Why, with all its words.
    pub reason: Option<&'a Reason>,
    pub source: Option<&'a str>,
    /// The case that was not scored, and how many were before it.
    pub failed: Option<(usize, &'a CaseOutcome)>,
    /// The metrics over all cases.
    pub measurements: &'a [Measurement],
    /// The cases that were scored.
    pub scored: &'a [CaseOutcome],
    pub case_count: Option<usize>,
    pub description: &'a Description,
    /// What sandboxes of the candidate used, and what each might have.
    pub usages: Vec<Usage>,
    pub budget: &'a Budget,
}

/// The most bytes of a limit's name.
const LIMIT_BYTES_MAX: usize = 64;

impl<'a> Evidence<'a> {
    pub fn of(material: &Material<'a>) -> Self {
        let verdict = material.verdict;
        let none = Self {
            code: verdict.code(),
            exposure: material.exposure,
            limit: None,
            reason: None,
            source: material.source,
            failed: None,
            measurements: &[],
            scored: &[],
            case_count: None,
            description: material.description,
            usages: Vec::new(),
            budget: material.budget,
        };
        let blamed = verdict.code().blame() == Blame::Candidate;
        if verdict.cases.is_empty() {
            return if blamed { none.before_any_case(verdict) } else { none };
        }
        match material.exposure {
            Exposure::HeldOut if blamed => none.name_of_limit(verdict),
            Exposure::HeldOut => none,
            Exposure::Public if blamed || verdict.code() == Code::Scored => {
                none.with_cases(verdict, material.case_count)
            }
            Exposure::Public => none,
        }
    }

    fn before_any_case(self, verdict: &'a Verdict) -> Self {
        let usages = vec![verdict.candidate_usage];
        let limit = verdict.reason.excess.as_ref().and_then(limit_note);
        Self { limit, reason: Some(&verdict.reason), usages, ..self }
    }

    /// The name alone, and only one that is known: what is not is not Lazaret's own word.
    fn name_of_limit(self, verdict: &Verdict) -> Self {
        let excess = verdict.reason.excess.as_ref();
        let known = excess.and_then(|it| LIMITS.iter().find(|info| info.name == it.limit));
        let limit = known.map(|info| LimitNote {
            name: info.name.to_owned(),
            measured: None,
            allowed: None,
        });
        Self { limit, ..self }
    }

    fn with_cases(self, verdict: &'a Verdict, case_count: usize) -> Self {
        let is_scored = |case: &CaseOutcome| case.reason.code == Code::Scored;
        let before = verdict.cases.iter().take_while(|case| is_scored(case)).count();
        let failed = verdict.cases.get(before).map(|case| (before, case));
        // The case's own reason, which does not begin with its id.
        let reason = failed.map(|(_, case)| &case.reason);
        Self {
            limit: reason.and_then(|reason| reason.excess.as_ref()).and_then(limit_note),
            reason,
            failed,
            measurements: &verdict.measurements,
            scored: verdict.cases.get(..before).unwrap_or_default(),
            case_count: Some(case_count),
            usages: verdict.cases.iter().map(|case| case.candidate_usage).collect(),
            ..self
        }
    }
}

/// None if the name is not one that Lazaret could have given, because it is told as Lazaret's own word.
fn limit_note(excess: &Excess) -> Option<LimitNote> {
    let usable = |byte: u8| byte.is_ascii_alphanumeric() || b" _-".contains(&byte);
    let sized = (1..=LIMIT_BYTES_MAX).contains(&excess.limit.len());
    (sized && excess.limit.bytes().all(usable)).then(|| LimitNote {
        name: excess.limit.clone(),
        measured: Some(excess.measured),
        allowed: Some(excess.allowed),
    })
}
