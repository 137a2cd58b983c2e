//! Small entries for tests, and a small ledger of them.

use std::path::{Path, PathBuf};

use lazaret_ledger::{
    Body, CampaignEntry, CheckEntry, CheckKind, CommitmentEntry, Cut, Draft, Entry, Ledger,
    Lineage, RoundEntry, RunEntry, VerdictEntry,
};
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
    judged(commitment, identity, number, Code::Scored, Some(number as f64 / 7.0))
}

/// A verdict with this outcome.
pub fn judged(
    commitment: u64,
    identity: u64,
    number: u64,
    code: Code,
    score: Option<f64>,
) -> Draft {
    let source = format!("def f(n):\n    return n * {number}\n").into_bytes();
    let identity = self::identity(identity).digest;
    let measurement = |value| Measurement { name: "score".to_owned(), value };
    let verdict = Verdict {
        candidate: Digest::of(&source),
        language: "python".to_owned(),
        runtime: Some(Digest::of(b"interpreter")),
        reason: Reason::new(code, "as it went"),
        score,
        measurements: score.map(measurement).into_iter().collect(),
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
        code,
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

/// A campaign that begins.
pub fn campaign(name: &str) -> Draft {
    let setting = format!("{{\"campaign\":\"{name}\"}}").into_bytes();
    let body = Body::Campaign(CampaignEntry {
        name: name.to_owned(),
        task: "task".to_owned(),
        setting: Digest::of(&setting),
        blobs: Vec::new(),
    });
    Draft { body, blobs: vec![setting] }
}

/// A round of a campaign whose entry has the number `campaign`, with the digest after it.
pub fn round(campaign: u64, name: &str, round: u64, before: Digest) -> (Draft, Digest) {
    let trials = format!("[\"round {round} of {name}\"]").into_bytes();
    let digest = RoundEntry::chained(before, Digest::of(&trials));
    let body = Body::Round(RoundEntry {
        campaign,
        name: name.to_owned(),
        task: "task".to_owned(),
        round,
        trials: Digest::of(&trials),
        digest,
        blobs: Vec::new(),
        cut: None,
    });
    (Draft { body, blobs: vec![trials] }, digest)
}

/// The same round, cut.
pub fn cut(mut draft: Draft, before: Digest) -> Draft {
    let proposals = b"[]".to_vec();
    if let Body::Round(it) = &mut draft.body {
        it.cut = Some(Cut { before, proposals: Digest::of(&proposals) });
        it.blobs.push(Digest::of(&proposals));
    }
    draft.blobs.push(proposals);
    draft
}

/// Something that was tried, and what was found.
pub fn check(tried: u64, found: u64) -> Draft {
    let results = format!("{{\"found\":{found}}}").into_bytes();
    let body = Body::Check(CheckEntry {
        check: CheckKind::Attack,
        task: "task".to_owned(),
        evaluator: Some("an evaluator".to_owned()),
        campaign: None,
        tried,
        found,
        results: Digest::of(&results),
    });
    Draft { body, blobs: vec![results] }
}

/// A ledger with entries of all kinds, and what is known of it.
pub struct Small {
    /// Where it lies.
    pub folder: PathBuf,
    /// How many entries it has.
    pub size: u64,
    /// How many entries its signed heads are about: two that were kept, and the last.
    pub heads: [u64; 3],
    /// The last head, as somebody else would keep it.
    pub checkpoint: Vec<u8>,
}

/// Makes the small ledger: 15 entries.
pub fn small(folder: &Path) -> Small {
    let mut ledger = Ledger::open(folder).unwrap();
    ledger.append(&[commitment("task", 1), commitment("other", 2)]).unwrap();
    ledger.append(&[verdict(0, 1, 1), verdict(1, 2, 2), verdict(0, 1, 3)]).unwrap();
    ledger.checkpoint().unwrap();
    let failed = [
        judged(0, 1, 4, Code::RejectedImport, None),
        judged(0, 1, 5, Code::FailedOutOfFuel, None),
        judged(1, 2, 6, Code::InconclusiveWallTimeout, None),
        run(7),
    ];
    ledger.append(&failed).unwrap();
    ledger.checkpoint().unwrap();
    ledger.append(&[judged(0, 1, 8, Code::FaultHost, None)]).unwrap();
    let begun = campaign("first");
    let setting = begun.body.blobs().swap_remove(0);
    ledger.append(&[begun]).unwrap();
    let (first, before) = round(10, "first", 0, setting);
    ledger.append(&[first, cut(round(10, "first", 1, before).0, before)]).unwrap();
    ledger.append(&[verdict(0, 1, 3), check(30, 2)]).unwrap();
    let head = ledger.head().unwrap();
    let (folder, checkpoint) = (folder.to_owned(), head.text.into_bytes());
    Small { folder, size: head.size, heads: [5, 9, 15], checkpoint }
}

/// Everything that a ledger has to give: the bytes of all entries, and the blobs that they name.
pub fn export(folder: &Path) -> Vec<Vec<u8>> {
    let ledger = Ledger::open_to_read(folder).unwrap();
    let mut all = Vec::new();
    for sequence in 0..ledger.size().unwrap() {
        let leaf = ledger.leaf(sequence).unwrap();
        let entry: Entry = serde_json::from_slice(&leaf).unwrap();
        let blobs = entry.body.blobs();
        all.push(leaf);
        all.extend(blobs.into_iter().map(|digest| ledger.blob(digest).unwrap()));
    }
    all
}

/// Copies the files of a ledger; the target's own go.
pub fn copy(from: &Path, to: &Path) {
    drop(std::fs::remove_dir_all(to));
    let mut builder = std::fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700).create(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap().path();
        if !file.ends_with("ledger.sqlite-shm") {
            std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
}

/// A folder for many small files that nobody needs after a power cut.
pub fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.unwrap()
}

/// Whether the long form of tests was asked for.
pub fn is_long() -> bool {
    std::env::var_os("LAZARET_TEST_LONG").is_some()
}
