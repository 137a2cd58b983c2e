//! Small entries for tests.

use lazaret_ledger::{Body, CommitmentEntry, Draft, Lineage, RunEntry, VerdictEntry};
use lazaret_trial::{Code, Digest, Identity, IdentityPart, Measurement, Reason, Usage, Verdict};

/// The identity of this number.
pub fn identity(number: u64) -> Identity {
    let part = |name: &str, value: String| IdentityPart { name: name.to_owned(), value };
    Identity::of(vec![part("seed", number.to_string()), part("split", "search".to_owned())])
}

/// A commitment to an identity.
pub fn commitment(task: &str, number: u64) -> Draft {
    let setting = format!("{{\"task\":\"{task}\",\"seed\":{number}}}").into_bytes();
    let body = Body::Commitment(CommitmentEntry {
        task: task.to_owned(),
        identity: identity(number),
        cases: Digest::of(b"cases"),
        case_count: 3,
        setting: Digest::of(&setting),
        blobs: vec![Digest::of(b"the evaluator")],
    });
    Draft { body, blobs: vec![setting, b"the evaluator".to_vec()] }
}

/// A verdict on a candidate of this number.
pub fn verdict(commitment: u64, identity: u64, number: u64) -> Draft {
    let source = format!("def f(n):\n    return n * {number}\n").into_bytes();
    let identity = self::identity(identity).digest;
    let score = Some(number as f64 / 7.0);
    let verdict = Verdict {
        candidate: Digest::of(&source),
        language: "python".to_owned(),
        runtime: Some(Digest::of(b"interpreter")),
        reason: Reason::new(Code::Scored, "scored"),
        score,
        measurements: vec![Measurement { name: "score".to_owned(), value: score.unwrap() }],
        cases: Vec::new(),
        candidate_usage: Usage { fuel: 1000 + number, ..Usage::default() },
        evaluator_usage: Usage::default(),
        identity: Some(identity),
        degraded: Vec::new(),
    };
    let bytes = serde_json::to_vec(&verdict).unwrap();
    let body = Body::Verdict(VerdictEntry {
        commitment,
        identity,
        task: "task".to_owned(),
        candidate: verdict.candidate,
        name: "candidate.py".to_owned(),
        source: Digest::of(&source),
        blobs: Vec::new(),
        maker: "python".to_owned(),
        code: Code::Scored,
        score,
        fuel: 1000 + number,
        verdict: Digest::of(&bytes),
        wall_ms: 4,
        lineage: Lineage::default(),
    });
    Draft { body, blobs: vec![source, bytes] }
}

/// A program that was run once.
pub fn run(number: u64) -> Draft {
    let source = format!("print({number})\n").into_bytes();
    let (setting, outcome) = (b"{\"call\":null}".to_vec(), b"{\"result\":null}".to_vec());
    let body = Body::Run(RunEntry {
        candidate: Digest::of(&source),
        name: "program.py".to_owned(),
        source: Digest::of(&source),
        setting: Digest::of(&setting),
        blobs: Vec::new(),
        maker: "python".to_owned(),
        code: Code::Scored,
        fuel: 77,
        outcome: Digest::of(&outcome),
        wall_ms: 1,
        lineage: Lineage { proposer: Some("somebody".to_owned()), ..Lineage::default() },
    });
    Draft { body, blobs: vec![source, setting, outcome] }
}
