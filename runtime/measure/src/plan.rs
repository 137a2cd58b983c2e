//! Which tasks are timed how often.

use crate::workload::Workload;

/// A task and how much of it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The task.
    pub workload: Workload,
    /// How many times everybody is asked in turn.
    pub rounds: u32,
    /// About how many seconds a contender may take in each of its turns; it is asked for at least one.
    pub turn_seconds: f64,
    /// After so many seconds in all a contender sits out, if it has had three turns or taken twice as long.
    pub total_seconds: f64,
}

/// All steps, in their order.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The steps.
    pub steps: Vec<Step>,
    /// Steps that take so long that they are made for whoever names them.
    pub named: Vec<Step>,
    /// Whether it is the short one.
    pub quick: bool,
}

impl Plan {
    /// Under a minute for Lazaret and the native interpreter.
    #[must_use]
    pub fn quick() -> Self {
        Self::of(true, 100, &[])
    }

    /// As long as good numbers take.
    #[must_use]
    pub fn full() -> Self {
        Self::of(false, 1_000, &[100_000])
    }

    fn of(quick: bool, many: u32, more: &[u32]) -> Self {
        let step = |workload, rounds: [u32; 2], turn_seconds, total_seconds| Step {
            workload,
            rounds: if quick { rounds[0] } else { rounds[1] },
            turn_seconds,
            total_seconds: if quick { total_seconds / 4.0 } else { total_seconds },
        };
        let mut steps = vec![
            step(Workload::Trivial, [8, 60], 0.08, 20.0),
            step(Workload::BestFit, [4, 20], 0.1, 20.0),
            step(Workload::Squares, [2, 7], 0.1, 20.0),
            step(Workload::Queens, [3, 15], 0.1, 20.0),
            step(Workload::Endless, [1, 5], 0.1, 20.0),
            step(Workload::Hog, [2, 5], 0.1, 20.0),
            step(Workload::Many(many), [1, 1], 0.1, 60.0),
            step(Workload::Tiny, [3, 15], 0.1, 20.0),
            step(Workload::CallCompiled, [3, 15], 0.1, 20.0),
            step(Workload::CallScript, [2, 7], 0.1, 20.0),
        ];
        steps.extend(
            jobs().into_iter().map(|jobs| step(Workload::Parallel(jobs), [2, 7], 0.1, 40.0)),
        );
        steps.push(step(Workload::Command, [8, 30], 0.05, 20.0));
        for bytes in [10_000, 100_000, 1_000_000] {
            steps.push(step(Workload::Compile(bytes), [2, 7], 0.1, 40.0));
        }
        let named = more.iter().map(|many| step(Workload::Many(*many), [1, 1], 0.1, 60.0));
        Self { steps, named: named.collect(), quick }
    }

    /// The same with those tasks only whose names are, or else begin with, one of these words.
    ///
    /// # Errors
    /// If a word is the beginning of none; the names that there are.
    pub fn only(mut self, words: &[String]) -> Result<Self, String> {
        self.steps.extend(self.named.iter().filter(|step| words.contains(&step.workload.key())));
        let keys: Vec<String> = self.steps.iter().map(|step| step.workload.key()).collect();
        // The name of one may be the beginning of another's.
        let begins = |step: &Step, word: &String| {
            let key = step.workload.key();
            if keys.contains(word) { key == *word } else { key.starts_with(word) }
        };
        for word in words {
            if !self.steps.iter().any(|step| begins(step, word)) {
                return Err(format!(
                    "no task begins with `{word}`; there are: {}",
                    keys.join(", ")
                ));
            }
        }
        self.steps.retain(|step| words.is_empty() || words.iter().any(|word| begins(step, word)));
        Ok(self)
    }
}

/// One, two, four and so on, and all cores.
fn jobs() -> Vec<u32> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cores = u32::try_from(cores).unwrap_or(1);
    let mut jobs: Vec<u32> =
        (0..16).map(|power| 1 << power).take_while(|jobs| *jobs < cores).collect();
    jobs.push(cores);
    jobs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_can_be_chosen() {
        let keys = |plan: &Plan| plan.steps.iter().map(|it| it.workload.key()).collect::<Vec<_>>();
        let words = ["compile-100".to_owned(), "tiny".to_owned()];
        let plan = Plan::quick().only(&words).expect("they are there");
        assert_eq!(keys(&plan), ["tiny", "compile-10000", "compile-100000", "compile-1000000"]);
        let one = Plan::quick().only(&["compile-10000".to_owned()]).expect("it is there");
        assert_eq!(keys(&one), ["compile-10000"]);
        assert!(Plan::quick().only(&["tinny".to_owned()]).is_err_and(|it| it.contains("tiny")));
        let many = "many-100000".to_owned();
        assert!(!keys(&Plan::full()).contains(&many));
        let named = Plan::full().only(std::slice::from_ref(&many)).expect("it is there");
        assert_eq!(keys(&named), [many]);
    }
}
