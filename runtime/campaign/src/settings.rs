//! What decides the course of a campaign, as it lies in the ledger.

use lazaret_trial::{Digest, Metric};
use serde::{Deserialize, Serialize};

use crate::canary::CanarySettings;
use crate::dimension::{Feature, Objective};

/// The form of the settings; another form gets another name.
pub const FORMAT: &str = "lazaret-campaign/1";

/// All that decides which programs a campaign tries, besides what its proposer answers. What ends it is not in here:
/// the same campaign may go on for longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `lazaret-campaign/1`.
    pub format: String,
    /// The version of Lazaret.
    pub lazaret: String,
    /// The task's name.
    pub task: String,
    /// Decides cases and choices.
    pub seed: u64,
    /// The extension of programs, such as `py`.
    pub language: String,
    /// The programs that it begins with.
    pub begin: Vec<Digest>,
    /// What proposes programs, and how it was set.
    pub proposer: ProposerSettings,
    /// How many populations there are.
    pub islands: u32,
    /// How many programs are tried in a round. A round's programs are proposed from what was known before the round
    /// before it, so that proposing and judging go on side by side.
    pub round: u32,
    /// After so many rounds the best of each island goes to the next one; 0 for never.
    pub migration: u32,
    /// How many cases each cheap stage has; a candidate that is not among the better ones there goes no further.
    pub rungs: Vec<u64>,
    /// How many of a hundred pass a stage.
    pub promote: u32,
    /// After so many improvements in a row that made the held-out score worse there is an alarm; 0 for never.
    pub gap: u32,
    /// Whether the alarm ends the campaign.
    pub gap_stops: bool,
    /// The fuel of a candidate in a case, if it is less than the task's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub candidate_fuel: Option<u64>,
    /// What tells kinds of programs apart, of which each island keeps the best.
    #[serde(skip_serializing_if = "is_usual", default = "Feature::usual")]
    pub features: Vec<Feature>,
    /// What is to be had more or less of besides, so that programs are kept of which none is better in everything.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub objectives: Vec<Objective>,
    /// Programs of which it is known what they are worth.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub canaries: Option<CanarySettings>,
    /// The metric that ranks.
    pub metric: Metric,
    /// The identities under which scores are made: of each stage, of the search split.
    pub stages: Vec<Digest>,
    /// That of the held-out split, if the task has one.
    pub held_out: Option<Digest>,
}

fn is_usual(features: &[Feature]) -> bool {
    features == Feature::usual()
}

/// What proposes programs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposerSettings {
    /// `mutate`, `program`, `command` or `openai`.
    pub kind: String,
    /// What it is made of: the digest of a program, a command, models.
    pub detail: String,
}

impl Settings {
    /// Reads what was recorded.
    ///
    /// # Errors
    /// If it is something else.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let settings: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if settings.format != FORMAT {
            let form = settings.format.escape_debug();
            return Err(format!(
                "the settings have the form `{form}`, this version reads `{FORMAT}`"
            ));
        }
        Ok(settings)
    }

    /// Where these differ from others, for people: what, there, here. What ends a campaign or watches it may differ.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Vec<(&'static str, String, String)> {
        let stages = |it: &Self| {
            let stages: Vec<String> = it.stages.iter().map(|it| it.short()).collect();
            stages.join(" ")
        };
        let begin = |it: &Self| {
            let begin: Vec<String> = it.begin.iter().map(|it| it.short()).collect();
            begin.join(" ")
        };
        let held_out = |it: &Self| it.held_out.map_or_else(|| "none".to_owned(), |it| it.short());
        let fuel = |it: &Self| {
            it.candidate_fuel.map_or_else(|| "the task's".to_owned(), |it| it.to_string())
        };
        let proposer = |it: &Self| format!("{} {}", it.proposer.kind, it.proposer.detail);
        let features = |it: &Self| {
            let feature = |it: &Feature| match it.step {
                Some(step) => format!("{}={step}", it.of),
                None => it.of.to_string(),
            };
            it.features.iter().map(feature).collect::<Vec<_>>().join(",")
        };
        let objectives = |it: &Self| {
            let names: Vec<String> = it.objectives.iter().map(|it| it.of.to_string()).collect();
            if names.is_empty() { "none".to_owned() } else { names.join(",") }
        };
        let canaries = |it: &Self| {
            it.canaries.as_ref().map_or_else(|| "none".to_owned(), CanarySettings::words)
        };
        let pairs = [
            ("version of Lazaret", self.lazaret.clone(), other.lazaret.clone()),
            ("task", self.task.clone(), other.task.clone()),
            ("seed", self.seed.to_string(), other.seed.to_string()),
            ("language", self.language.clone(), other.language.clone()),
            ("first programs", begin(self), begin(other)),
            ("proposer", proposer(self), proposer(other)),
            ("islands", self.islands.to_string(), other.islands.to_string()),
            ("programs in a round", self.round.to_string(), other.round.to_string()),
            ("migration", self.migration.to_string(), other.migration.to_string()),
            ("cases of the stages", format!("{:?}", self.rungs), format!("{:?}", other.rungs)),
            ("fuel of a candidate", fuel(self), fuel(other)),
            ("promoted of a hundred", self.promote.to_string(), other.promote.to_string()),
            ("kinds", features(self), features(other)),
            ("objectives", objectives(self), objectives(other)),
            ("canaries", canaries(self), canaries(other)),
            ("identities of the stages", stages(self), stages(other)),
            ("held-out identity", held_out(self), held_out(other)),
        ];
        pairs.into_iter().filter(|(_, there, here)| there != here).collect()
    }
}

#[cfg(test)]
impl Settings {
    /// Those of a campaign of which only the metric matters.
    pub(crate) fn of(metric: Metric) -> Self {
        let proposer = ProposerSettings { kind: "mutate".to_owned(), detail: String::new() };
        Self {
            format: FORMAT.to_owned(),
            lazaret: String::new(),
            task: "task".to_owned(),
            seed: 0,
            language: "py".to_owned(),
            begin: Vec::new(),
            proposer,
            islands: 1,
            round: 1,
            migration: 0,
            rungs: Vec::new(),
            promote: 40,
            gap: 3,
            gap_stops: false,
            candidate_fuel: None,
            features: Feature::usual(),
            objectives: Vec::new(),
            canaries: None,
            metric,
            stages: Vec::new(),
            held_out: None,
        }
    }
}
