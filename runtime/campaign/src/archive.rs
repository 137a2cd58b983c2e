//! What a campaign knows: populations, what was tried, how good the better ones are on each stage.
//!
//! Each island is an archive of elites (MAP-Elites, Mouret and Clune 2015): the best program of each cell, where a cell
//! is a size and a fuel, both in two steps for each doubling. A cheap stage lets pass whoever is among the better ones of the last that came
//! there (asynchronous successive halving, Li et al. 2018).
//!
//! Everything here follows from the trials in their order.

use std::collections::{BTreeMap, HashSet, VecDeque};

use lazaret_trial::{Digest, Metric};
use serde::Serialize;

use crate::draw::Draw;
use crate::trial::{Fate, Trial};

/// How many of the last scores on a stage a new one is compared with.
const WINDOW: usize = 64;

/// How often of a hundred a parent is the best of its island, and not one of two others at random.
const BEST_PERCENT: usize = 30;

/// How many programs besides the parent a proposer may take from.
const DONORS: usize = 2;

/// A kind of programs: size and fuel, in two steps for each doubling: 1, 2, 3, 4, 6, 8, 12 and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The step of the size.
    pub bytes: u32,
    /// The step of the fuel.
    pub fuel: u32,
}

impl Cell {
    /// The cell of a program.
    #[must_use]
    pub const fn of(bytes: u64, fuel: u64) -> Self {
        Self { bytes: half_log2(bytes), fuel: half_log2(fuel) }
    }

    /// The number with which a step begins.
    #[must_use]
    pub const fn begin(step: u32) -> u64 {
        let whole = 1_u64 << if step < 126 { step / 2 } else { 63 };
        if step.is_multiple_of(2) { whole } else { whole + whole / 2 }
    }
}

/// The first half of a digest, which is enough to tell programs apart that were not made to be confused.
fn half(digest: Digest) -> u128 {
    digest.bytes().iter().take(16).fold(0, |it, byte| it << 8 | u128::from(*byte))
}

/// Twice the logarithm to base 2, rounded down: 2, 3, 4, 6, 8, 12 and so on begin a new step.
const fn half_log2(number: u64) -> u32 {
    let Some(whole) = number.checked_ilog2() else { return 0 };
    let half = if whole == 0 { 0 } else { (number >> (whole - 1)) & 1 };
    2 * whole + if half == 1 { 1 } else { 0 }
}

/// The best program of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Elite {
    /// The number of its trial.
    pub trial: u64,
    /// The program.
    pub candidate: Digest,
    /// Its score on the search split.
    pub score: f64,
    /// Its score on held-out cases, if it was judged on them.
    pub held_out: Option<f64>,
    /// Its length.
    pub bytes: u64,
    /// Its fuel.
    pub fuel: u64,
}

/// An improvement on everything before it, with what it is worth on cases that nobody has seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Improvement {
    /// The number of the trial.
    pub trial: u64,
    /// The score on the search split.
    #[serde(rename = "score")]
    pub search: f64,
    /// The score on the held-out split, if there is one.
    pub held_out: Option<f64>,
}

/// A program that is wanted, and what it may be made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The number of the trial.
    pub number: u64,
    /// The population.
    pub island: u32,
    /// Decides what the proposer does.
    pub seed: u64,
    /// The program to be improved, and others.
    pub parents: Vec<Elite>,
}

/// All populations.
pub struct Archive {
    metric: Metric,
    seed: u64,
    islands: Vec<BTreeMap<Cell, Elite>>,
    /// For each island and stage, the last scores.
    stages: Vec<Vec<VecDeque<f64>>>,
    /// The first half of the digests of all programs in their normal form.
    seen: HashSet<u128>,
    best: Option<Elite>,
    improvements: Vec<Improvement>,
    promote: usize,
}

impl Archive {
    /// Without any program. `rungs` is how many cheap stages there are, `promote` how many of a hundred pass one.
    pub fn new(metric: Metric, seed: u64, islands: u32, rungs: usize, promote: u32) -> Self {
        let islands = islands.max(1) as usize;
        Self {
            metric,
            seed,
            islands: vec![BTreeMap::new(); islands],
            stages: vec![vec![VecDeque::new(); rungs]; islands],
            seen: HashSet::new(),
            best: None,
            improvements: Vec::new(),
            promote: promote.clamp(1, 100) as usize,
        }
    }

    /// Notes that a program was proposed; false if it was before.
    pub fn is_new(&mut self, normal: Digest) -> bool {
        self.seen.insert(half(normal))
    }

    /// Lets a program be proposed again, because nothing is known of it yet.
    pub fn forget(&mut self, normal: Digest) {
        self.seen.remove(&half(normal));
    }

    /// Whether a score on a stage is among the better ones of its island.
    pub fn passes(&self, island: u32, stage: usize, score: f64) -> bool {
        let last = self.stages.get(island as usize).and_then(|stages| stages.get(stage));
        let Some(last) = last.filter(|last| !last.is_empty()) else { return true };
        let better = last.iter().filter(|other| self.metric.better(**other, score)).count();
        // Of those that are equal, half count as better: a change that changes nothing is not worth much.
        let equal = last.iter().filter(|other| **other == score).count();
        (2 * better + equal) * 50 <= last.len() * self.promote
    }

    /// Whether a score is better than all before it.
    pub fn improves(&self, score: f64) -> bool {
        self.best.as_ref().is_none_or(|best| self.metric.better(score, best.score))
    }

    /// Whether one score is better than another.
    pub fn is_better(&self, score: f64, other: f64) -> bool {
        self.metric.better(score, other)
    }

    /// What becomes of a program with this score: it is put in its place, if it has one; `everywhere` on each island.
    pub fn place(&mut self, trial: &Trial, everywhere: bool) -> Fate {
        let (Some(score), Some(candidate)) = (trial.score, trial.candidate) else {
            return trial.fate;
        };
        let held_out = trial.held_out.as_ref().and_then(|it| it.score);
        let Trial { number, bytes, fuel, .. } = *trial;
        let elite = Elite { trial: number, candidate, score, held_out, bytes, fuel };
        let improves = self.improves(score);
        if improves {
            self.best = Some(elite);
            self.improvements.push(Improvement { trial: number, search: score, held_out });
        }
        let own = trial.island as usize;
        let islands = if everywhere { 0..self.islands.len() } else { own..own + 1 };
        let mut kept = false;
        for island in islands {
            kept |= self.settle(island, elite);
        }
        match (improves, kept) {
            (true, _) => Fate::Best,
            (false, true) => Fate::Kept,
            (false, false) => Fate::Discarded,
        }
    }

    fn settle(&mut self, island: usize, elite: Elite) -> bool {
        let better = |it: &Elite| self.metric.better(elite.score, it.score);
        let Some(cells) = self.islands.get_mut(island) else { return false };
        let cell = Cell::of(elite.bytes, elite.fuel);
        if cells.get(&cell).is_some_and(|there| !better(there)) {
            return false;
        }
        cells.insert(cell, elite);
        true
    }

    /// Notes the scores of a trial on the stages of its island, or `everywhere`.
    pub fn note_stages(&mut self, trial: &Trial, everywhere: bool) {
        for (island, stages) in self.stages.iter_mut().enumerate() {
            if !everywhere && island != trial.island as usize {
                continue;
            }
            for (last, score) in stages.iter_mut().zip(&trial.rungs) {
                last.push_back(*score);
                if WINDOW < last.len() {
                    last.pop_front();
                }
            }
        }
    }

    /// The best of each island goes to the next one.
    pub fn migrate(&mut self) {
        let best: Vec<Option<Elite>> =
            (0..self.islands.len()).map(|island| self.ranked(island).first().copied()).collect();
        let count = self.islands.len();
        for (island, elite) in best.into_iter().enumerate() {
            if let Some(elite) = elite {
                self.settle((island + 1) % count, elite);
            }
        }
    }

    /// The elites of an island from best to worst; of equal ones the older.
    pub fn ranked(&self, island: usize) -> Vec<Elite> {
        let mut elites: Vec<Elite> =
            self.islands.get(island).into_iter().flat_map(BTreeMap::values).copied().collect();
        elites.sort_by(|one, other| {
            match (
                self.metric.better(one.score, other.score),
                self.metric.better(other.score, one.score),
            ) {
                (true, _) => std::cmp::Ordering::Less,
                (_, true) => std::cmp::Ordering::Greater,
                _ => one.trial.cmp(&other.trial),
            }
        });
        elites
    }

    /// The parents of a trial: one of the better ones of its island, and others to take from.
    pub fn slot(&self, number: u64) -> Slot {
        let count = self.islands.len() as u64;
        let island = u32::try_from(number % count).unwrap_or_default();
        let mut draw = Draw::new(self.seed, "parents", number);
        let mut ranked = self.ranked(island as usize);
        if ranked.is_empty() {
            // Nothing has lived there; what there is elsewhere will do.
            ranked = self.best.into_iter().collect();
        }
        let mut one = || {
            if draw.happens(BEST_PERCENT) {
                return ranked.first();
            }
            // The better of two.
            let place = draw.below(ranked.len()).min(draw.below(ranked.len()));
            ranked.get(place)
        };
        let mut parents: Vec<Elite> = Vec::new();
        for _ in 0..=DONORS {
            let known = |it: &&Elite| parents.iter().all(|known| known.candidate != it.candidate);
            parents.extend(one().filter(known).copied());
        }
        let seed = Draw::new(self.seed, "proposal", number).next();
        Slot { number, island, seed, parents }
    }

    /// The best program.
    pub const fn best(&self) -> Option<&Elite> {
        self.best.as_ref()
    }

    /// All improvements, in their order.
    pub fn improvements(&self) -> &[Improvement] {
        &self.improvements
    }

    /// How many islands there are.
    pub fn islands(&self) -> usize {
        self.islands.len()
    }

    /// How many improvements in a row, up to the last, made the held-out score worse.
    pub fn falling(&self) -> u32 {
        let held_out: Vec<f64> = self.improvements.iter().filter_map(|it| it.held_out).collect();
        let pairs = held_out.windows(2).rev();
        let worse = pairs.take_while(|pair| match pair {
            [before, after] => self.metric.better(*before, *after),
            _ => false,
        });
        u32::try_from(worse.count()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use lazaret_trial::Goal;

    use super::*;

    fn archive(goal: Goal, rungs: usize) -> Archive {
        let metric = Metric {
            name: "x".to_owned(),
            goal,
            unit: String::new(),
            minimum: None,
            maximum: None,
        };
        Archive::new(metric, 1, 2, rungs, 40)
    }

    fn trial(number: u64, island: u32, score: f64, bytes: u64) -> Trial {
        let candidate = Some(Digest::of(&number.to_le_bytes()));
        Trial {
            candidate,
            score: Some(score),
            bytes,
            fuel: 1000,
            ..Trial::new(number, island, Vec::new())
        }
    }

    #[test]
    fn steps_begin_where_they_say() {
        // No number is in step 1.
        for step in 3..120 {
            let begin = Cell::begin(step);
            assert_eq!(Cell::of(begin, begin), Cell { bytes: step, fuel: step }, "{begin}");
            assert_eq!(Cell::of(begin - 1, 0).bytes, step - 1, "{begin}");
        }
        assert_eq!(Cell::of(0, 1), Cell { bytes: 0, fuel: 0 });
    }

    #[test]
    fn the_best_of_each_kind_is_kept_on_its_island() {
        let mut archive = archive(Goal::Minimize, 0);
        assert_eq!(archive.place(&trial(0, 0, 5.0, 100), true), Fate::Best);
        assert_eq!(archive.place(&trial(1, 0, 5.0, 100), false), Fate::Discarded);
        assert_eq!(archive.place(&trial(2, 0, 6.0, 900), false), Fate::Kept);
        assert_eq!(archive.place(&trial(3, 1, 4.0, 100), false), Fate::Best);
        assert_eq!(archive.place(&trial(4, 0, 4.5, 100), false), Fate::Kept);
        let ranked = |archive: &Archive, island| {
            archive.ranked(island).iter().map(|it| it.trial).collect::<Vec<_>>()
        };
        assert_eq!((ranked(&archive, 0), ranked(&archive, 1)), (vec![4, 2], vec![3]));
        archive.migrate();
        assert_eq!((ranked(&archive, 0), ranked(&archive, 1)), (vec![3, 2], vec![3]));
        assert_eq!(archive.best().map(|it| it.trial), Some(3));
        // Parents come from the island of the trial, and differ.
        let slot = archive.slot(10);
        assert_eq!(slot.island, 0);
        assert_eq!(slot, archive.slot(10));
        assert!(
            !slot.parents.is_empty() && slot.parents.iter().all(|it| [2, 3].contains(&it.trial))
        );
    }

    #[test]
    fn the_better_ones_pass_a_stage_and_what_changes_nothing_does_not_at_first() {
        let mut archive = archive(Goal::Maximize, 1);
        assert!(archive.passes(0, 0, -9.0));
        let mut note = |score: f64, island| {
            let rungs = vec![score];
            archive.note_stages(&Trial { rungs, ..Trial::new(0, island, Vec::new()) }, false);
            [archive.passes(0, 0, 2.0), archive.passes(0, 0, 2.1), archive.passes(0, 0, 1.9)]
        };
        assert_eq!(note(2.0, 0), [false, true, false]);
        assert_eq!(note(1.0, 0), [true, true, false]);
        // Another island has others.
        assert_eq!(note(9.0, 1), [true, true, false]);
        assert_eq!(note(1.0, 0), [true, true, true]);
        for _ in 0..WINDOW {
            note(3.0, 0);
        }
        assert_eq!(note(3.0, 0), [false, false, false]);
    }

    #[test]
    fn improvements_that_are_none_elsewhere_are_counted_from_the_last_on() {
        let mut archive = archive(Goal::Maximize, 0);
        let mut after = |number: u64, held_out: Option<f64>| {
            let mut trial = trial(number, 0, number as f64, 100);
            let code = lazaret_trial::Code::Scored;
            let verdict = Digest::of(b"");
            trial.held_out =
                held_out.map(|score| crate::trial::HeldOut { code, score: Some(score), verdict });
            archive.place(&trial, false);
            archive.falling()
        };
        let falls = [
            (1, Some(5.0)),
            (2, Some(6.0)),
            (3, Some(4.0)),
            (4, None),
            (5, Some(3.0)),
            (6, Some(3.0)),
        ];
        assert_eq!(falls.map(|(number, held_out)| after(number, held_out)), [0, 0, 1, 1, 2, 0]);
    }

    #[test]
    fn a_program_is_new_once_until_it_is_forgotten() {
        let mut archive = archive(Goal::Maximize, 0);
        let normal = Digest::of(b"program");
        assert!(archive.is_new(normal) && !archive.is_new(normal));
        archive.forget(normal);
        assert!(archive.is_new(normal));
    }
}
