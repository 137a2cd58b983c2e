//! Which case of which candidate is judged next, and when a candidate is done.
//!
//! Invariants:
//! - The outcome of a candidate is its cases in order up to the first that was not scored, whatever
//!   order they finished in; so the number of jobs never shows in a verdict.
//! - No case after a known failure of the same candidate is started.

use lazaret_trial::{CaseOutcome, Code};

/// What a worker does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// Admit, compile and load candidate number so-and-so.
    Prepare(usize),
    /// Judge this candidate on this case.
    Case(usize, usize),
    /// Nothing to do now, but there may be later.
    Wait,
    /// All is done, or will be when the others finish.
    Finished,
}

/// The state of all candidates.
pub struct Scheduler {
    case_count: usize,
    candidates: Vec<State>,
}

enum State {
    Waiting,
    Preparing,
    Running(Running),
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
    pub fn new(candidate_count: usize, case_count: usize) -> Self {
        let candidates = (0..candidate_count).map(|_| State::Waiting).collect();
        Self { case_count, candidates }
    }

    /// The next step: the first candidate that has anything to do.
    pub fn next(&mut self) -> Step {
        let mut unfinished = false;
        for (index, state) in self.candidates.iter_mut().enumerate() {
            match state {
                State::Waiting => {
                    *state = State::Preparing;
                    return Step::Prepare(index);
                }
                State::Running(running) if running.next < running.end => {
                    running.next += 1;
                    return Step::Case(index, running.next - 1);
                }
                State::Preparing | State::Running(_) => unfinished = true,
                State::Done => {}
            }
        }
        if unfinished { Step::Wait } else { Step::Finished }
    }

    /// The candidate can be judged.
    pub fn prepared(&mut self, candidate: usize) {
        let outcomes = (0..self.case_count).map(|_| None).collect();
        let running = Running { next: 0, outcomes, end: self.case_count };
        self.set(candidate, State::Running(running));
    }

    /// The candidate needs no judging.
    pub fn done(&mut self, candidate: usize) {
        self.set(candidate, State::Done);
    }

    /// A case is judged. Gives the candidate's outcomes, in order, if that was the last one needed.
    pub fn judged(
        &mut self,
        candidate: usize,
        case: usize,
        outcome: CaseOutcome,
    ) -> Option<Vec<CaseOutcome>> {
        let state = self.candidates.get_mut(candidate)?;
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
        *state = State::Done;
        Some(outcomes.into_iter().take(end).flatten().collect())
    }

    fn set(&mut self, candidate: usize, new: State) {
        if let Some(state) = self.candidates.get_mut(candidate) {
            *state = new;
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
        let mut scheduler = Scheduler::new(2, 2);
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
        assert_eq!(scheduler.next(), Step::Finished);
    }

    #[test]
    fn the_order_of_finishing_does_not_show() {
        let finish = |order: [usize; 4]| {
            let mut scheduler = Scheduler::new(1, 6);
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
        let mut scheduler = Scheduler::new(1, 100);
        assert_eq!(scheduler.next(), Step::Prepare(0));
        scheduler.prepared(0);
        assert_eq!(scheduler.next(), Step::Case(0, 0));
        assert_eq!(scheduler.next(), Step::Case(0, 1));
        assert_eq!(ids(scheduler.judged(0, 1, outcome(1, Code::FailedTrap))), None);
        assert_eq!(scheduler.next(), Step::Wait);
        assert!(scheduler.judged(0, 0, outcome(0, Code::Scored)).is_some());
        assert_eq!(scheduler.next(), Step::Finished);
    }
}
