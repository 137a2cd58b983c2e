//! Round by round, each contender in turn.

use std::time::Instant;

use crate::contender::{Absent, Ask, Contender};
use crate::machine::Machine;
use crate::plan::{Plan, Step};
use crate::report::{Participant, Problem, Report, Row, with_ratios};
use crate::resident::watched;
use crate::statistics::Times;
use crate::workload::{Better, LIMIT_WALL_MS};

/// The most that a contender is asked for in one turn.
const COUNT_MAX: f64 = 50.0;

/// After so many turns a contender may sit out; earlier only if it has taken twice the time that there is.
const TURNS_MIN: usize = 3;

/// What a contender did in the rounds of one task.
#[derive(Default)]
struct Taken {
    seconds: Vec<f64>,
    turns: usize,
    spent: f64,
    ended: Option<String>,
    resident_bytes: Option<u64>,
    out: bool,
    because: Option<String>,
}

/// Asks all contenders for all tasks. `absent` are those that could not come, with the reasons; `progress` gets a line
/// for every task.
pub fn measure(
    plan: &Plan,
    version: &str,
    contenders: &mut [Box<dyn Contender>],
    absent: &[(String, String)],
    progress: &mut dyn FnMut(&str),
) -> Report {
    let mut participants: Vec<Participant> = contenders
        .iter()
        .map(|it| Participant { name: it.name().to_owned(), about: it.about(), absent: None })
        .collect();
    participants.extend(absent.iter().map(|(name, why)| Participant {
        name: name.clone(),
        about: String::new(),
        absent: Some(why.clone()),
    }));
    let mut report = Report {
        version: version.to_owned(),
        quick: plan.quick,
        machine: Machine::this(),
        participants,
        rows: Vec::new(),
        problems: Vec::new(),
    };
    let mut seed = seed();
    for (index, step) in plan.steps.iter().enumerate() {
        progress(&format!("{} of {}: {}", index + 1, plan.steps.len(), step.workload.title()));
        take(step, contenders, &mut seed, &mut report);
    }
    with_ratios(&mut report.rows);
    report
}

/// All rounds of one task.
fn take(step: &Step, contenders: &mut [Box<dyn Contender>], seed: &mut u64, report: &mut Report) {
    let workload = step.workload;
    let mut all: Vec<Taken> = contenders.iter().map(|_| Taken::default()).collect();
    for _ in 0..step.rounds {
        for (contender, taken) in contenders.iter_mut().zip(&mut all) {
            if !taken.out {
                *seed = seed.wrapping_add(1);
                turn(step, &mut **contender, *seed, taken);
            }
        }
    }
    for (contender, taken) in contenders.iter().zip(all) {
        let name = contender.name().to_owned();
        if let Some(why) = taken.because {
            report.problems.push(Problem { workload: workload.key(), contender: name, why });
            continue;
        }
        if taken.seconds.is_empty() {
            continue;
        }
        let late = match workload.better() {
            Better::Shorter => 0.0,
            // A tenth of a second of milliseconds has no exact float, and needs none.
            Better::Sooner => std::time::Duration::from_millis(LIMIT_WALL_MS).as_secs_f64(),
        };
        let times = Times::new(taken.seconds.iter().map(|seconds| seconds - late).collect());
        report.rows.push(Row {
            workload: workload.key(),
            title: workload.title(),
            reference: workload.reference().to_owned(),
            contender: name,
            count: times.count(),
            median: times.median(),
            p99: times.quantile(0.99),
            least: times.quantile(0.0),
            ended: taken.ended,
            resident_bytes: taken.resident_bytes,
            ratio: None,
            compute_ratio: None,
        });
    }
}

/// One contender's turn.
fn turn(step: &Step, contender: &mut dyn Contender, seed: u64, taken: &mut Taken) {
    let usual = Times::new(taken.seconds.clone()).median();
    let count =
        if usual.is_nan() { 1.0 } else { (step.turn_seconds / usual).clamp(1.0, COUNT_MAX) };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 1 and 50"
    )]
    let ask = Ask { workload: step.workload, count: count as u32, seed };
    let begin = Instant::now();
    let answer = if step.workload.watches_memory() {
        let (answer, bytes) = watched(contender.place(), || contender.ask(&ask));
        taken.resident_bytes = taken.resident_bytes.max(Some(bytes));
        answer
    } else {
        contender.ask(&ask)
    };
    taken.spent += begin.elapsed().as_secs_f64();
    taken.turns += 1;
    match answer {
        Ok(answer) => {
            taken.seconds.extend(answer.seconds);
            taken.ended = answer.ended.or(taken.ended.take());
        }
        Err(Absent::NotMine) => taken.out = true,
        Err(Absent::Because(why)) => (taken.out, taken.because) = (true, Some(why)),
    }
    let enough = TURNS_MIN <= taken.turns || 2.0 * step.total_seconds < taken.spent;
    taken.out |= step.total_seconds < taken.spent && enough;
}

/// Another one at each start, because programs that were compiled once are kept.
fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |now| u64::try_from(now.as_nanos()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contender::{Answer, Place};
    use crate::workload::Workload;

    /// Takes so long, or fails at its second turn, or has nothing to do with the task.
    struct Fake(&'static str, f64, u32);

    impl Contender for Fake {
        fn name(&self) -> &str {
            self.0
        }

        fn about(&self) -> String {
            String::new()
        }

        fn place(&self) -> Place {
            Place::Here
        }

        fn ask(&mut self, ask: &Ask) -> Result<Answer, Absent> {
            self.2 += 1;
            match self.0 {
                "elsewhere" => Err(Absent::NotMine),
                "failing" if self.2 == 2 => Err(Absent::Because("it fell over".to_owned())),
                _ => Ok(Answer { seconds: vec![self.1; ask.count as usize], ended: None }),
            }
        }
    }

    #[test]
    fn everybody_has_turns_and_who_fails_has_no_number() {
        let step = |workload| Step { workload, rounds: 3, turn_seconds: 1.0, total_seconds: 9.0 };
        let steps = vec![step(Workload::Trivial), step(Workload::Endless)];
        let plan = Plan { steps, named: Vec::new(), quick: true };
        let mut contenders: Vec<Box<dyn Contender>> = vec![
            Box::new(Fake("native", 0.5, 0)),
            Box::new(Fake("failing", 0.5, 0)),
            Box::new(Fake("elsewhere", 0.5, 0)),
            Box::new(Fake("fast", 0.001, 0)),
        ];
        let absent = [("away".to_owned(), "not installed".to_owned())];
        let report = measure(&plan, "1", &mut contenders, &absent, &mut |_| ());
        let row = |name: &str| report.row("trivial", name);
        // One at first, then as many as fit into a turn, up to a bound.
        assert_eq!(row("native").map(|row| row.count), Some(1 + 2 + 2));
        assert_eq!(row("fast").map(|row| row.count), Some(1 + 50 + 50));
        assert_eq!(row("fast").and_then(|row| row.ratio), Some(0.002));
        assert!(row("failing").is_none() && row("elsewhere").is_none());
        assert_eq!(report.problems.len(), 1);
        assert_eq!(report.participants.len(), 5);
        // What is timed is what comes after the limit.
        assert_eq!(report.row("endless", "native").map(|row| row.median), Some(-0.5));
    }
}
