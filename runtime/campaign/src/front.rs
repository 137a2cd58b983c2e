//! Programs of which none is better than another in everything (a Pareto front).

use lazaret_trial::Digest;
use serde::Serialize;

use crate::archive::Elite;
use crate::dimension::Objective;
use crate::trial::Trial;

/// The most programs on a front. When there is one more, that one goes whose neighbours are nearest.
pub const FRONT_MAX: usize = 64;

/// A program on the front.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    /// The program.
    pub elite: Elite,
    /// Its number for each objective, in their order.
    pub values: Vec<f64>,
}

/// The front; always empty without objectives.
#[derive(Clone, Debug)]
pub struct Front {
    objectives: Vec<Objective>,
    members: Vec<Member>,
}

impl Front {
    /// Without any program.
    pub const fn new(objectives: Vec<Objective>) -> Self {
        Self { objectives, members: Vec::new() }
    }

    /// What is to be had more or less of.
    #[must_use]
    pub fn objectives(&self) -> &[Objective] {
        &self.objectives
    }

    /// The programs, in the order in which they came.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Puts a program on the front, if none there is as good in everything; whether it stays there.
    pub(crate) fn place(&mut self, elite: Elite, trial: &Trial) -> bool {
        let values: Option<Vec<f64>> = self.objectives.iter().map(|it| it.of.of(trial)).collect();
        let Some(values) = values.filter(|it| !it.is_empty()) else { return false };
        let objectives = &self.objectives;
        let as_good = |one: &[f64], other: &[f64]| {
            let mut pairs = objectives.iter().zip(one.iter().zip(other));
            !pairs.any(|(objective, (one, other))| objective.better(*other, *one))
        };
        if self.members.iter().any(|it| as_good(&it.values, &values)) {
            return false;
        }
        self.members.retain(|it| !as_good(&values, &it.values));
        self.members.push(Member { elite, values });
        if FRONT_MAX < self.members.len()
            && let Some(crowded) = self.most_crowded()
        {
            return self.members.remove(crowded).elite.trial != elite.trial;
        }
        true
    }

    /// The programs other than these.
    pub(crate) fn without<'a>(&'a self, known: &'a [Elite]) -> Vec<&'a Elite> {
        let is_known = |it: Digest| known.iter().any(|known| known.candidate == it);
        self.members.iter().map(|it| &it.elite).filter(|it| !is_known(it.candidate)).collect()
    }

    /// The member with the nearest neighbours (crowding distance, Deb et al. 2002); of equal ones the youngest.
    fn most_crowded(&self) -> Option<usize> {
        let mut distances = vec![0.0_f64; self.members.len()];
        for objective in 0..self.objectives.len() {
            let value = |index: usize| {
                let member = self.members.get(index);
                member.and_then(|it| it.values.get(objective)).copied().unwrap_or(0.0)
            };
            let mut order: Vec<usize> = (0..self.members.len()).collect();
            order.sort_by(|one, other| value(*one).total_cmp(&value(*other)));
            let (Some(first), Some(last)) = (order.first(), order.last()) else { return None };
            let span = value(*last) - value(*first);
            for end in [*first, *last] {
                if let Some(distance) = distances.get_mut(end) {
                    *distance = f64::INFINITY;
                }
            }
            for three in order.windows(3) {
                let [before, here, after] = three else { continue };
                if let (Some(distance), true) = (distances.get_mut(*here), 0.0 < span) {
                    *distance += (value(*after) - value(*before)) / span;
                }
            }
        }
        let numbered = distances.iter().enumerate().rev();
        numbered.min_by(|one, other| one.1.total_cmp(other.1)).map(|(index, _)| index)
    }
}

#[cfg(test)]
mod tests {
    use lazaret_trial::{Goal, Measurement};

    use super::*;
    use crate::dimension::Dimension;

    fn front() -> Front {
        let objective = |of, goal| Objective { of, goal };
        Front::new(vec![
            objective(Dimension::Metric("gain".to_owned()), Goal::Maximize),
            objective(Dimension::Fuel, Goal::Minimize),
        ])
    }

    fn place(front: &mut Front, number: u64, gain: f64, fuel: u64) -> bool {
        let candidate = Digest::of(&number.to_le_bytes());
        let elite = Elite { trial: number, candidate, score: gain, held_out: None, bytes: 1, fuel };
        let measurements = vec![Measurement { name: "gain".to_owned(), value: gain }];
        front.place(elite, &Trial { fuel, measurements, ..Trial::new(number, 0, Vec::new()) })
    }

    fn numbers(front: &Front) -> Vec<u64> {
        front.members().iter().map(|it| it.elite.trial).collect()
    }

    #[test]
    fn who_is_worse_in_nothing_and_better_in_something_takes_the_place() {
        let mut front = front();
        assert!(place(&mut front, 0, 5.0, 100));
        assert!(place(&mut front, 1, 6.0, 200));
        assert!(!place(&mut front, 2, 5.0, 100), "an equal one is nothing new");
        assert!(!place(&mut front, 3, 5.0, 150));
        assert_eq!(numbers(&front), [0, 1]);
        assert!(place(&mut front, 4, 6.0, 90));
        assert_eq!(numbers(&front), [4]);
        let known = front.members()[0].elite;
        assert_eq!((front.without(&[]).len(), front.without(&[known]).len()), (1, 0));
    }

    #[test]
    fn without_a_number_or_an_objective_nobody_is_on_it() {
        let mut front = front();
        let trial = Trial::new(0, 0, Vec::new());
        let candidate = Digest::of(b"");
        let elite = Elite { trial: 0, candidate, score: 1.0, held_out: None, bytes: 1, fuel: 1 };
        assert!(!front.place(elite, &trial));
        assert!(!Front::new(Vec::new()).place(elite, &trial));
    }

    #[test]
    fn a_full_front_gives_up_whoever_is_nearest_to_others_and_keeps_its_ends() {
        let mut front = front();
        for number in 0..FRONT_MAX as u64 {
            assert!(place(&mut front, number, number as f64 * 10.0, number * 10 + 10));
        }
        // Between two that are near.
        assert!(!place(&mut front, 999, 15.0, 25));
        assert_eq!(front.members().len(), FRONT_MAX);
        assert!(place(&mut front, 1000, 1e4, 5000));
        assert_eq!(front.members().len(), FRONT_MAX);
        let kept = numbers(&front);
        assert!(kept.contains(&0) && kept.contains(&1000) && !kept.contains(&999), "{kept:?}");
    }
}
