//! Which case of which candidate is judged next, when a candidate is done with a stage, and when with all.
//!
//! Invariants:
//! - The outcome of a candidate on a stage is its cases in order up to the first that was not scored, whatever
//!   order they finished in; so the number of jobs never shows in a verdict.
//! - No case after a known failure of the same candidate is started.
//! - A candidate waits for no other: it is on its next stage as soon as it is done with one. Early stages come first,
//!   so that at the end there are many cases left to share among the jobs, and not one program with one case.

use lazaret_trial::{CaseOutcome, Code};

/// What a worker does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Admit, compile and load candidate number so-and-so, or recall what is known of it on its stage.
    Prepare(usize),
    /// Judge this candidate on this case of its stage.
    Case(usize, usize),
    /// Nothing to do now, but there may be later.
    Wait,
    /// All is done, or will be when the others finish.
    Finished,
}

/// The state of all candidates.
pub struct Scheduler {
    /// How many cases each stage has.
    case_counts: Vec<usize>,
    candidates: Vec<Candidate>,
    /// So many at the beginning are done with all, and nobody has to look at them again.
    done: usize,
}

struct Candidate {
    stage: usize,
    /// Whether it is on this stage for the second time.
    again: bool,
    state: State,
}

enum State {
    Waiting,
    Preparing,
    Running(Running),
    /// All its cases are judged, and what becomes of it is being decided.
    Judged,
    Done,
}

struct Running {
    /// The next case to start.
    next: usize,
    /// Outcomes so far, by case.
    outcomes: Vec<Option<CaseOutcome>>,
    /// Cases from here on are not needed: the first that is known to have failed, plus one.
    end: usize,
}

impl Scheduler {
    /// For candidates that go through stages with so many cases.
    pub fn new(candidate_count: usize, case_counts: Vec<usize>) -> Self {
        let candidate = |_| Candidate { stage: 0, again: false, state: State::Waiting };
        let candidates = (0..candidate_count).map(candidate).collect();
        Self { case_counts, candidates, done: 0 }
    }

    /// The next step: of those that have anything to do, the first candidate on the earliest stage.
    pub fn next(&mut self) -> Step {
        let is_done = |candidate: &&Candidate| matches!(candidate.state, State::Done);
        self.done += self.candidates.iter().skip(self.done).take_while(is_done).count();
        let mut unfinished = false;
        let mut first: Option<(usize, (usize, bool))> = None;
        for (index, candidate) in self.candidates.iter().enumerate().skip(self.done) {
            let ready = match &candidate.state {
                State::Waiting => true,
                State::Running(running) => running.next < running.end,
                State::Preparing | State::Judged => false,
                State::Done => continue,
            };
            unfinished = true;
            let turn = (candidate.stage, candidate.again);
            if ready && first.is_none_or(|(_, earliest)| turn < earliest) {
                first = Some((index, turn));
            }
            if first.is_some_and(|(_, earliest)| earliest == (0, false)) {
                break;
            }
        }
        let chosen = first.and_then(|(index, _)| Some((index, self.candidates.get_mut(index)?)));
        match chosen {
            Some((index, Candidate { state: State::Running(running), .. })) => {
                running.next += 1;
                Step::Case(index, running.next - 1)
            }
            Some((index, candidate)) => {
                candidate.state = State::Preparing;
                Step::Prepare(index)
            }
            None if unfinished => Step::Wait,
            None => Step::Finished,
        }
    }

    /// The stage that a candidate is on.
    pub fn stage(&self, candidate: usize) -> usize {
        self.candidates.get(candidate).map_or(0, |it| it.stage)
    }

    /// The candidate can be judged on its stage.
    pub fn prepared(&mut self, candidate: usize) {
        let count = self.case_counts.get(self.stage(candidate)).copied().unwrap_or(0);
        let outcomes = (0..count).map(|_| None).collect();
        self.set(candidate, State::Running(Running { next: 0, outcomes, end: count }));
    }

    /// The candidate goes no further.
    pub fn done(&mut self, candidate: usize) {
        self.set(candidate, State::Done);
    }

    /// The candidate goes on to the next stage.
    pub fn goes_on(&mut self, candidate: usize) {
        if let Some(candidate) = self.candidates.get_mut(candidate) {
            *candidate =
                Candidate { stage: candidate.stage + 1, again: false, state: State::Waiting };
        }
    }

    /// Puts the candidate at the end of its stage once more; false if it was there twice already.
    pub fn once_more(&mut self, candidate: usize) -> bool {
        let Some(candidate) = self.candidates.get_mut(candidate).filter(|it| !it.again) else {
            return false;
        };
        (candidate.again, candidate.state) = (true, State::Waiting);
        true
    }

    /// A case is judged. Gives the candidate's outcomes on its stage, in order, if that was the last one needed;
    /// the candidate then waits for [`Scheduler::done`], [`Scheduler::goes_on`] or [`Scheduler::once_more`].
    pub fn judged(
        &mut self,
        candidate: usize,
        case: usize,
        outcome: CaseOutcome,
    ) -> Option<Vec<CaseOutcome>> {
        let state = &mut self.candidates.get_mut(candidate)?.state;
        let State::Running(running) = state else { return None };
        if outcome.reason.code != Code::Scored {
            running.end = running.end.min(case + 1);
        }
        *running.outcomes.get_mut(case)? = Some(outcome);
        if !running.outcomes.iter().take(running.end).all(Option::is_some) {
            return None;
        }
        let end = running.end;
        let outcomes = std::mem::take(&mut running.outcomes);
        *state = State::Judged;
        Some(outcomes.into_iter().take(end).flatten().collect())
    }

    fn set(&mut self, candidate: usize, new: State) {
        if let Some(candidate) = self.candidates.get_mut(candidate) {
            candidate.state = new;
        }
    }
}

#[cfg(test)]
mod tests {
    use lazaret_trial::{Logs, Reason, Usage};

    use super::*;

    fn outcome(case: usize, code: Code) -> CaseOutcome {
        CaseOutcome {
            id: case.to_string(),
            stage: 0,
            reason: Reason::new(code, ""),
            measurements: Vec::new(),
            candidate_usage: Usage::default(),
            evaluator_usage: Usage::default(),
            candidate_logs: Logs::default(),
            evaluator_logs: Logs::default(),
            last_call: None,
        }
    }

    fn ids(outcomes: Option<Vec<CaseOutcome>>) -> Option<Vec<String>> {
        outcomes.map(|outcomes| outcomes.into_iter().map(|outcome| outcome.id).collect())
    }

    #[test]
    fn cases_of_the_first_candidate_come_first_and_the_second_is_prepared_meanwhile() {
        let mut scheduler = Scheduler::new(2, vec![2]);
        assert_eq!(scheduler.next(), Step::Prepare(0));
        assert_eq!(scheduler.next(), Step::Prepare(1));
        assert_eq!(scheduler.next(), Step::Wait);
        scheduler.prepared(1);
        assert_eq!(scheduler.next(), Step::Case(1, 0));
        scheduler.prepared(0);
        assert_eq!(scheduler.next(), Step::Case(0, 0));
        assert_eq!(scheduler.next(), Step::Case(0, 1));
        assert_eq!(ids(scheduler.judged(0, 1, outcome(1, Code::Scored))), None);
        let all = ids(scheduler.judged(0, 0, outcome(0, Code::Scored)));
        assert_eq!(all, Some(vec!["0".to_owned(), "1".to_owned()]));
        scheduler.done(1);
        // What becomes of the first one is not known yet.
        assert_eq!(scheduler.next(), Step::Wait);
        scheduler.done(0);
        assert_eq!(scheduler.next(), Step::Finished);
    }

    #[test]
    fn the_order_of_finishing_does_not_show() {
        let finish = |order: [usize; 4]| {
            let mut scheduler = Scheduler::new(1, vec![6]);
            assert_eq!(scheduler.next(), Step::Prepare(0));
            scheduler.prepared(0);
            for case in 0..4 {
                assert_eq!(scheduler.next(), Step::Case(0, case));
            }
            let code = |case| if case == 1 || case == 2 { Code::FailedTrap } else { Code::Scored };
            order
                .into_iter()
                .find_map(|case| ids(scheduler.judged(0, case, outcome(case, code(case)))))
        };
        let expected = Some(vec!["0".to_owned(), "1".to_owned()]);
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
            assert_eq!(finish(order), expected, "{order:?}");
        }
    }

    #[test]
    fn nothing_is_started_after_a_known_failure() {
        let mut scheduler = Scheduler::new(1, vec![100]);
        assert_eq!(scheduler.next(), Step::Prepare(0));
        scheduler.prepared(0);
        assert_eq!(scheduler.next(), Step::Case(0, 0));
        assert_eq!(scheduler.next(), Step::Case(0, 1));
        assert_eq!(ids(scheduler.judged(0, 1, outcome(1, Code::FailedTrap))), None);
        assert_eq!(scheduler.next(), Step::Wait);
        assert!(scheduler.judged(0, 0, outcome(0, Code::Scored)).is_some());
        scheduler.done(0);
        assert_eq!(scheduler.next(), Step::Finished);
    }

    #[test]
    fn a_candidate_goes_on_while_another_is_still_on_the_stage_before() {
        let mut scheduler = Scheduler::new(3, vec![1, 2]);
        for candidate in 0..2 {
            assert_eq!(scheduler.next(), Step::Prepare(candidate));
            scheduler.prepared(candidate);
            assert_eq!(scheduler.next(), Step::Case(candidate, 0));
        }
        // The first one is slow; the second one is done.
        assert!(scheduler.judged(1, 0, outcome(0, Code::Scored)).is_some());
        scheduler.goes_on(1);
        assert_eq!(scheduler.stage(1), 1);
        // Early stages come first.
        assert_eq!(scheduler.next(), Step::Prepare(2));
        assert_eq!(scheduler.next(), Step::Prepare(1));
        scheduler.prepared(1);
        assert_eq!(scheduler.next(), Step::Case(1, 0));
        assert_eq!(scheduler.next(), Step::Case(1, 1));
        assert_eq!(scheduler.next(), Step::Wait);
        // One that says nothing is tried once more, and no third time.
        let unknown = outcome(0, Code::InconclusiveWorkerLost);
        assert!(scheduler.judged(0, 0, unknown).is_some());
        assert!(scheduler.once_more(0));
        assert_eq!(scheduler.next(), Step::Prepare(0));
        assert!(!scheduler.once_more(0));
        for candidate in 0..3 {
            scheduler.done(candidate);
        }
        assert_eq!(scheduler.next(), Step::Finished);
    }
}
