//! What an evaluator has said before the first candidate runs, and all that follows from it: the cases, the
//! commitment to them, and the identity of every score.

use lazaret_engine::profile_text;
use lazaret_evaluate::CaseInput;
use lazaret_trial::{
    Budget, Code, Description, Digest, Digester, Identity, IdentityPart, Lists, Reason,
};

use crate::host::Host;
use crate::judge::{Bench, Judge};
use crate::task::Task;

/// What an evaluator measures, and on what.
pub struct Plan {
    pub description: Description,
    pub split: String,
    pub cases: Vec<CaseInput>,
    /// The commitment to the cases.
    pub root: Digest,
}

/// What the cases are, without saying it: the root of a tree over one digest for each, so that a single case can be
/// shown later to have been among them.
fn commitment(cases: &[CaseInput]) -> Digest {
    let digest = |case: &CaseInput| {
        Digester::new("lazaret case 1")
            .part("id", case.id.as_bytes())
            .part("stage", &case.stage.to_le_bytes())
            .part("data", case.data.to_string().as_bytes())
            .finish()
    };
    let digests: Vec<Digest> = cases.iter().map(digest).collect();
    lazaret_ledger::commitment(digests.iter().map(|digest| digest.bytes().as_slice()))
}

/// Asks an evaluator for all that is needed to judge.
pub fn plan(judge: &mut Judge<'_>, task: &Task, split: Option<&str>) -> Result<Plan, Reason> {
    let description = judge.describe()?;
    let known = |name: &&String| description.splits.contains(*name);
    if let Some(name) = task.public.iter().flatten().find(|name| !known(name)) {
        let known = description.splits.join(", ");
        let name = name.escape_debug();
        let message =
            format!("`task.toml` calls the split `{name}` public; the evaluator has: {known}");
        return Err(Reason::new(Code::FaultEvaluatorInvalid, message));
    }
    let split = match split {
        Some(split) if description.splits.iter().any(|known| known == split) => split.to_owned(),
        Some(split) => {
            let known = description.splits.join(", ");
            let message =
                format!("the evaluator has no split `{}`; it has: {known}", split.escape_debug());
            return Err(Reason::new(Code::FaultEvaluatorInvalid, message));
        }
        None => description.splits.first().cloned().unwrap_or_default(),
    };
    let cases = judge.cases(&split)?;
    let root = commitment(&cases);
    let plan = Plan { description, split, cases, root };
    Ok(match task.first {
        Some(first) => plan.first(first),
        None => plan,
    })
}

impl Plan {
    /// Whether there is one case. Then the candidate is looked at by that case, and not before it.
    pub fn has_only_case(&self) -> bool {
        self.cases.len() == 1
    }

    /// The same with the first so many cases only.
    pub fn first(&self, count: u64) -> Self {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let cases: Vec<CaseInput> = self.cases.iter().take(count).cloned().collect();
        let (description, split) = (self.description.clone(), self.split.clone());
        Self { description, split, root: commitment(&cases), cases }
    }
}

impl Host {
    /// All that decides a score besides the candidate. The interpreter or compiler of a candidate belongs
    /// to the candidate, so that those in different languages stay comparable.
    pub(crate) fn identity(&self, task: &Task, seed: u64, bench: &Bench, plan: &Plan) -> Identity {
        let dataset = bench.dataset.iter();
        let dataset = dataset
            .fold(Digester::new("lazaret dataset 1"), |digester, (name, bytes)| {
                digester.part(name, bytes)
            });
        let interface = task.wit.as_ref().map(|wit| wit.interface().to_string());
        let interface = Digest::of(interface.unwrap_or_default().as_bytes());
        let budget = |budget: &Budget| serde_json::to_string(budget).unwrap_or_default();
        let metrics = serde_json::to_string(&plan.description).unwrap_or_default();
        let part = |name: &str, value: String| IdentityPart { name: name.to_owned(), value };
        let fixed =
            task.python.choice.fixed().map(|name| part("candidate-python", name.to_owned()));
        let mut parts = vec![
            part("task", task.name.clone()),
            part("evaluator", Digest::of(&task.evaluator_bytes).to_string()),
            part("metrics", Digest::of(metrics.as_bytes()).to_string()),
            part("dataset", dataset.finish().to_string()),
            part("split", plan.split.clone()),
            part("cases", plan.root.to_string()),
            part("seed", seed.to_string()),
            part("candidate-budget", budget(&task.candidate_budget)),
            part("evaluator-budget", budget(&task.evaluator_budget)),
            part("admission", task.caps.text()),
            // Words and rules may change from one version to the next, and the bytes of a verdict with them.
            part("lazaret", env!("CARGO_PKG_VERSION").to_owned()),
            part("contract", "lazaret:candidate@0.1.0 lazaret:evaluator@0.1.0".to_owned()),
            part("engine", profile_text()),
            part("evaluator-runtime", bench.evaluator.digest().to_string()),
            part("interface", interface.to_string()),
        ];
        parts.extend(fixed);
        let packages = [
            ("candidate-packages", &task.python.packages),
            ("evaluator-packages", &task.evaluator_python.packages),
        ];
        for (name, packages) in packages {
            parts.extend(packages.digest().map(|digest| part(name, digest.to_string())));
        }
        if task.lists == Lists::AsArrays {
            parts.push(part("candidate-arrays", "true".to_owned()));
        }
        Identity::of(parts)
    }
}
