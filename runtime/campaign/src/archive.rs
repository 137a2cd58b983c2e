//! What a campaign knows: populations, what was tried, how good the better ones are on each stage.
//!
//! Each island is an archive of elites (MAP-Elites, Mouret and Clune 2015): the best program of each kind, where a kind
//! is a step of each feature. Where there are several objectives, there is a front besides. A cheap stage lets pass
//! whoever is among the better ones of the last that came there (asynchronous successive halving, Li et al. 2018).
//!
//! Everything here follows from the trials in their order.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet, VecDeque};

use lazaret_trial::{Digest, Metric};
use serde::Serialize;

use crate::dimension::Feature;
use crate::draw::Draw;
use crate::front::Front;
use crate::settings::Settings;
use crate::trial::{Fate, Trial};

/// How many of the last scores on a stage a new one is compared with.
const WINDOW: usize = 64;

/// Of so many scores on a stage and more, nearly all being the best says that the stage tells nobody apart.
const ALIKE_MIN: usize = 8;

/// How often of a hundred a parent is the best of its island, and not one of two others at random.
const BEST_PERCENT: usize = 30;

/// How many programs besides the parent a proposer may take from.
const DONORS: usize = 2;

/// How often of a hundred a parent comes from the front, if there is one.
const FRONT_PERCENT: usize = 50;

/// A kind of programs: a step of each feature.
pub type Kind = Vec<i64>;

/// The first half of a digest, which is enough to tell programs apart that were not made to be confused.
fn half(digest: Digest) -> u128 {
    digest.bytes().iter().take(16).fold(0, |it, byte| it << 8 | u128::from(*byte))
}

/// The best program of a kind.
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
#[derive(Clone)]
pub struct Archive {
    metric: Metric,
    seed: u64,
    features: Vec<Feature>,
    islands: Vec<BTreeMap<Kind, Elite>>,
    front: Front,
    /// For each island and stage, the last scores.
    stages: Vec<Vec<VecDeque<f64>>>,
    /// The first half of the digests of all programs in their normal form.
    seen: HashSet<u128>,
    best: Option<Elite>,
    improvements: Vec<Improvement>,
    promote: usize,
}

impl Archive {
    /// Without any program.
    pub fn new(settings: &Settings) -> Self {
        let islands = settings.islands.max(1) as usize;
        Self {
            metric: settings.metric.clone(),
            seed: settings.seed,
            features: settings.features.clone(),
            islands: vec![BTreeMap::new(); islands],
            front: Front::new(settings.objectives.clone()),
            stages: vec![vec![VecDeque::new(); settings.rungs.len()]; islands],
            seen: HashSet::new(),
            best: None,
            improvements: Vec::new(),
            promote: settings.promote.clamp(1, 100) as usize,
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

    /// Whether the score of a trial on a stage is among the better ones of its island.
    pub fn passes(&self, island: u32, stage: usize, trial: u64, score: f64) -> bool {
        let last = self.stages.get(island as usize).and_then(|stages| stages.get(stage));
        let Some(last) = last.filter(|last| !last.is_empty()) else { return true };
        let better = last.iter().filter(|other| self.metric.better(**other, score)).count();
        let equal = last.iter().filter(|other| **other == score).count();
        // Of those that are equal, half count as better: a change that changes nothing is not worth much.
        if (2 * better + equal) * 50 <= last.len() * self.promote {
            return true;
        }
        // Where nearly all are the best, as in a case that is too small to tell programs apart, the stage says nothing.
        let alike = better == 0 && ALIKE_MIN <= last.len();
        alike && Draw::new(self.seed, "alike", trial).happens(self.promote)
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
        let mut kept = self.front.place(elite, trial);
        let kind: Kind = self.features.iter().map(|it| it.step_of(trial)).collect();
        for island in islands {
            kept |= self.settle(island, kind.clone(), elite);
        }
        match (improves, kept) {
            (true, _) => Fate::Best,
            (false, true) => Fate::Kept,
            (false, false) => Fate::Discarded,
        }
    }

    fn settle(&mut self, island: usize, kind: Kind, elite: Elite) -> bool {
        let better = |it: &Elite| self.metric.better(elite.score, it.score);
        let Some(kinds) = self.islands.get_mut(island) else { return false };
        if kinds.get(&kind).is_some_and(|there| !better(there)) {
            return false;
        }
        kinds.insert(kind, elite);
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
        let best: Vec<Option<(Kind, Elite)>> =
            (0..self.islands.len()).map(|island| self.best_of(island)).collect();
        let count = self.islands.len();
        for (island, best) in best.into_iter().enumerate() {
            if let Some((kind, elite)) = best {
                self.settle((island + 1) % count, kind, elite);
            }
        }
    }

    fn best_of(&self, island: usize) -> Option<(Kind, Elite)> {
        let kinds = self.islands.get(island)?.iter();
        let (kind, elite) = kinds.min_by(|(_, one), (_, other)| self.order(one, other))?;
        Some((kind.clone(), *elite))
    }

    /// The better one first; of equal ones the older.
    fn order(&self, one: &Elite, other: &Elite) -> Ordering {
        match (
            self.metric.better(one.score, other.score),
            self.metric.better(other.score, one.score),
        ) {
            (true, _) => Ordering::Less,
            (_, true) => Ordering::Greater,
            _ => one.trial.cmp(&other.trial),
        }
    }

    /// All kinds of all islands, each with its best program there.
    pub fn kinds(&self) -> impl Iterator<Item = (&Kind, &Elite)> {
        self.islands.iter().flatten()
    }

    /// What tells kinds apart.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Programs of which none is better than another in everything; empty without objectives.
    pub const fn front(&self) -> &Front {
        &self.front
    }

    /// The elites of an island from best to worst; of equal ones the older.
    pub fn ranked(&self, island: usize) -> Vec<Elite> {
        let mut elites: Vec<Elite> =
            self.islands.get(island).into_iter().flat_map(BTreeMap::values).copied().collect();
        elites.sort_by(|one, other| self.order(one, other));
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
        let mut parents: Vec<Elite> = Vec::new();
        for _ in 0..=DONORS {
            let front = self.front.without(&parents);
            // Without objectives nothing is drawn for it.
            let chosen = if !front.is_empty() && draw.happens(FRONT_PERCENT) {
                front.get(draw.below(front.len())).copied()
            } else if draw.happens(BEST_PERCENT) {
                ranked.first()
            } else {
                // The better of two.
                ranked.get(draw.below(ranked.len()).min(draw.below(ranked.len())))
            };
            let known = |it: &&Elite| parents.iter().all(|known| known.candidate != it.candidate);
            let chosen = chosen.filter(known).copied();
            parents.extend(chosen);
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
    use lazaret_trial::{Goal, Measurement};

    use super::*;
    use crate::dimension::Dimension;

    fn archive(goal: Goal, rungs: u64) -> Archive {
        let (name, unit) = ("x".to_owned(), String::new());
        let metric = Metric { name, goal, unit, minimum: None, maximum: None };
        let rungs = (1..=rungs).collect();
        Archive::new(&Settings { seed: 1, islands: 2, promote: 40, rungs, ..Settings::of(metric) })
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

    /// The better program is the dearer one, and both are worth going on with.
    #[test]
    fn parents_come_from_the_front_as_well() {
        let metric = archive(Goal::Maximize, 0).metric;
        let objective = |of, goal| crate::dimension::Objective { of, goal };
        let objectives = vec![
            objective(Dimension::Metric("x".to_owned()), Goal::Maximize),
            objective(Dimension::Bytes, Goal::Minimize),
        ];
        let features = vec![Feature { of: Dimension::Memory, step: None }];
        let settings = Settings { objectives, features, ..Settings::of(metric) };
        let mut archive = Archive::new(&settings);
        let mut place = |number, value, bytes| {
            let measurements = vec![Measurement { name: "x".to_owned(), value }];
            let trial = Trial { measurements, ..trial(number, 0, value, bytes) };
            archive.place(&trial, false)
        };
        assert_eq!(place(0, 5.0, 500), Fate::Best);
        // All are of one kind, and only the front has room for it.
        assert_eq!(place(1, 4.0, 100), Fate::Kept);
        assert_eq!(place(2, 3.0, 400), Fate::Discarded);
        assert_eq!(archive.kinds().count(), 1);
        let first: Vec<u64> = (0..40).map(|it| archive.slot(it).parents[0].trial).collect();
        assert!(first.contains(&0) && first.contains(&1) && !first.contains(&2), "{first:?}");
    }

    #[test]
    fn the_better_ones_pass_a_stage_and_what_changes_nothing_does_not_at_first() {
        let mut archive = archive(Goal::Maximize, 1);
        assert!(archive.passes(0, 0, 1, -9.0));
        let mut note = |score: f64, island| {
            let rungs = vec![score];
            archive.note_stages(&Trial { rungs, ..Trial::new(0, island, Vec::new()) }, false);
            [2.0, 2.1, 1.9].map(|score| archive.passes(0, 0, 1, score))
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

    /// As many as would pass by their score pass by chance, always the same ones; who is worse does not.
    #[test]
    fn a_stage_on_which_all_are_alike_lets_some_pass() {
        let mut archive = archive(Goal::Maximize, 1);
        let trial = |score: f64| Trial { rungs: vec![score], ..Trial::new(0, 0, Vec::new()) };
        for _ in 0..ALIKE_MIN - 1 {
            archive.note_stages(&trial(8.0), false);
        }
        assert_eq!((0..200).filter(|it| archive.passes(0, 0, *it, 8.0)).count(), 0);
        archive.note_stages(&trial(8.0), false);
        let passed = |archive: &Archive, score| {
            (0..200).filter(|it| archive.passes(0, 0, *it, score)).collect::<Vec<u64>>()
        };
        let some = passed(&archive, 8.0);
        assert!((50..110).contains(&some.len()), "{some:?}");
        assert_eq!(passed(&archive, 8.0), some);
        assert_eq!((passed(&archive, 7.0).len(), passed(&archive, 9.0).len()), (0, 200));
        // One of five is worse, and the stage tells programs apart again.
        for _ in 0..2 {
            archive.note_stages(&trial(7.0), false);
        }
        assert_eq!((passed(&archive, 7.0).len(), passed(&archive, 8.0).len()), (0, 200));
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
