//! A task as it lies in the ledger: a list of what decides, which names the blobs of its files.

use std::collections::BTreeMap;
use std::sync::Arc;

use lazaret_admission::{CAPS, Caps};
use lazaret_evaluate::Call;
use lazaret_toolchain::TaskWit;
use lazaret_trial::{Budget, Description, Digest, Lists, Value};
use serde::{Deserialize, Serialize};

use crate::interpreters::{PythonChoice, PythonSetting};
use crate::packages::Packages;
use crate::task::Task;

/// What reads a blob of this crate.
pub type Fetch<'a> = &'a dyn Fn(Digest) -> Result<Vec<u8>, String>;

/// What an evaluation was made of, besides its candidates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// `lazaret-setting/1`.
    format: String,
    task: String,
    title: String,
    evaluator_file: String,
    evaluator: Digest,
    wit: Option<Digest>,
    /// What is measured, on which splits.
    pub description: Description,
    /// The budget of a candidate.
    pub candidate_budget: Budget,
    evaluator_budget: Budget,
    /// The caps that the task sets lower than usual.
    admission: BTreeMap<String, u64>,
    dataset: BTreeMap<String, Digest>,
    /// The splits that a proposer may hear of, if the task names them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub public: Option<Vec<String>>,
    /// The interpreter of Python that candidates get, if the task fixes it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    python: Option<String>,
    /// How many cases count, if not all do.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    first: Option<u64>,
    /// The wheels of candidates, by the names of their files.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    packages: BTreeMap<String, Digest>,
    /// The wheels of the evaluator.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    evaluator_packages: BTreeMap<String, Digest>,
    /// How lists of numbers arrive at candidates that know arrays.
    #[serde(skip_serializing_if = "are_lists", default)]
    lists: Lists,
    /// The seed.
    pub seed: u64,
    /// The split.
    pub split: String,
}

const FORMAT: &str = "lazaret-setting/1";

fn are_lists(lists: &Lists) -> bool {
    *lists == Lists::AsLists
}

impl Setting {
    /// The setting of a task, and the bytes of the blobs that it names.
    pub fn of(
        task: &Task,
        seed: u64,
        split: &str,
        description: &Description,
    ) -> (Self, Vec<Vec<u8>>) {
        let mut blobs = vec![task.evaluator_bytes.clone()];
        let wit = task.wit.as_ref().map(|wit| wit.text().as_bytes().to_vec());
        let wit_digest = wit.as_deref().map(Digest::of);
        blobs.extend(wit);
        blobs.extend(task.dataset.values().cloned());
        let mut wheels = |packages: &Packages| {
            let wheel = |(name, bytes): (&String, &Vec<u8>)| {
                blobs.push(bytes.clone());
                (name.clone(), Digest::of(bytes))
            };
            packages.wheels().map(wheel).collect()
        };
        let packages = wheels(&task.python.packages);
        let evaluator_packages = wheels(&task.evaluator_python.packages);
        let files = task.dataset.iter();
        let dataset = files.map(|(name, bytes)| (name.clone(), Digest::of(bytes))).collect();
        let lowered = CAPS.iter().filter(|info| task.caps.get(info.cap) != info.usual);
        let setting = Self {
            format: FORMAT.to_owned(),
            task: task.name.clone(),
            title: task.title.clone(),
            evaluator_file: task.evaluator_file.clone(),
            evaluator: Digest::of(&task.evaluator_bytes),
            wit: wit_digest,
            description: description.clone(),
            candidate_budget: task.candidate_budget.clone(),
            evaluator_budget: task.evaluator_budget.clone(),
            admission: lowered
                .map(|info| (info.name.to_owned(), task.caps.get(info.cap)))
                .collect(),
            dataset,
            public: task.public.clone(),
            python: task.python.choice.fixed().map(str::to_owned),
            packages,
            evaluator_packages,
            lists: task.lists,
            first: task.first,
            seed,
            split: split.to_owned(),
        };
        (setting, blobs)
    }

    /// Reads what was recorded.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let setting: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if setting.format != FORMAT {
            return Err(format!("the setting has the form `{}`", setting.format.escape_debug()));
        }
        Ok(setting)
    }

    /// The task, put together again.
    pub fn task(&self, fetch: Fetch<'_>) -> Result<Task, String> {
        let mut caps = Caps::USUAL;
        for (name, number) in &self.admission {
            caps = caps.tightened(name, *number).map_err(|error| error.to_string())?;
        }
        let python = self.python.as_deref().map(|name| {
            let known = PythonChoice::of(name);
            known.ok_or_else(|| format!("`{}` is no interpreter", name.escape_debug()))
        });
        let choice = python.transpose()?.unwrap_or_default();
        let packages = |wheels: &BTreeMap<String, Digest>| {
            let wheel = |(name, digest): (&String, &Digest)| Ok((name.clone(), fetch(*digest)?));
            let wheels = wheels.iter().map(wheel).collect::<Result<Vec<_>, String>>()?;
            Packages::of(wheels).map_err(|error| error.to_string())
        };
        let python = PythonSetting { choice, packages: packages(&self.packages)? };
        let packages = packages(&self.evaluator_packages)?;
        let evaluator_python = PythonSetting { choice: PythonChoice::ByImports, packages };
        let mut dataset = BTreeMap::new();
        for (name, digest) in &self.dataset {
            dataset.insert(name.clone(), fetch(*digest)?);
        }
        Ok(Task {
            name: self.task.clone(),
            title: self.title.clone(),
            evaluator_file: self.evaluator_file.clone(),
            evaluator_bytes: fetch(self.evaluator)?,
            wit: self.wit.map(|digest| interface(fetch(digest)?, &self.task)).transpose()?,
            candidate_budget: self.candidate_budget.clone(),
            evaluator_budget: self.evaluator_budget.clone(),
            python,
            evaluator_python,
            lists: self.lists,
            caps,
            first: self.first,
            public: self.public.clone(),
            dataset: Arc::new(dataset),
        })
    }
}

fn interface(bytes: Vec<u8>, task: &str) -> Result<TaskWit, String> {
    let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
    TaskWit::parse(&text, task).map_err(|error| error.to_string())
}

/// What a program was asked that ran without an evaluator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunSetting {
    /// `lazaret-run/1`.
    format: String,
    function: Option<String>,
    /// The arguments as text, because they may hold what JSON readers lose.
    arguments: Option<String>,
    /// The budget.
    pub budget: Budget,
    /// The seed.
    pub seed: u64,
    wit: Option<Digest>,
    /// The engine's profile, which decides fuel.
    pub engine: String,
}

const RUN_FORMAT: &str = "lazaret-run/1";

impl RunSetting {
    /// What a request asks.
    pub(crate) fn of(
        call: Option<&Call>,
        budget: &Budget,
        seed: u64,
        wit: Option<&TaskWit>,
    ) -> (Self, Vec<Vec<u8>>) {
        let wit = wit.map(|wit| wit.text().as_bytes().to_vec());
        let setting = Self {
            format: RUN_FORMAT.to_owned(),
            function: call.map(|call| call.function.clone()),
            arguments: call.map(|call| call.arguments.to_string()),
            budget: budget.clone(),
            seed,
            wit: wit.as_deref().map(Digest::of),
            engine: lazaret_engine::profile_text(),
        };
        (setting, wit.into_iter().collect())
    }

    /// Reads what was recorded.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let setting: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if setting.format != RUN_FORMAT {
            return Err(format!("the setting has the form `{}`", setting.format.escape_debug()));
        }
        Ok(setting)
    }

    /// The call.
    pub(crate) fn call(&self) -> Result<Option<Call>, String> {
        let (Some(function), Some(arguments)) = (&self.function, &self.arguments) else {
            return Ok(None);
        };
        let arguments = Value::parse(arguments).map_err(|error| error.to_string())?;
        Ok(Some(Call { function: function.clone(), arguments }))
    }

    /// The interface.
    pub(crate) fn interface(&self, fetch: Fetch<'_>) -> Result<Option<TaskWit>, String> {
        self.wit.map(|digest| interface(fetch(digest)?, "program")).transpose()
    }
}
