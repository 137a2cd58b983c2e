//! `lazaret replay`: recorded verdicts, made again and compared byte for byte.

use anyhow::{Result, bail};
use lazaret_host::ledger::{CheckEntry, CheckKind, Filter, Ledger};
use lazaret_host::{Home, Recorder, Replay, Replayed, Replayer, record_check};
use lazaret_trial::{Digest, format_count};
use serde_json::json;

use super::eval;
use crate::arguments::ReplayOptions;
use crate::exit::Exit;
use crate::{interrupt, progress, text};

/// How many entries are looked up at a time.
const PAGE: u64 = 1000;

/// The kinds of entries that can be made again.
const REPLAYED: [&str; 2] = ["verdict", "run"];

pub fn run(home: &Home, options: &ReplayOptions) -> Result<Exit> {
    let ledger = Ledger::open_to_read(&options.place.folder(home))?;
    let interrupt = interrupt::listen()?;
    let sequences = sequences(&ledger, options)?;
    let total = sequences.len();
    let settings = options.isolation.settings();
    let jobs = options.jobs.map_or_else(eval::cores, usize::from);
    let replayer = Replayer::new(home, &settings, &ledger, &interrupt, jobs);
    let mut replays: Vec<Replay> = Vec::new();
    replayer.replay(&sequences, &mut progress::setup_line, &mut |replay| {
        if !options.json {
            show(&replay);
        }
        replays.push(replay);
        if replays.len().is_multiple_of(100) {
            text::err(&text::dim(&format!("{} of {total}", format_count(replays.len() as u64))));
        }
    })?;
    let count = |wanted: fn(&Replayed) -> bool| {
        replays.iter().filter(|replay| wanted(&replay.replayed)).count()
    };
    let identical = count(|it| matches!(it, Replayed::Identical));
    let different = count(|it| matches!(it, Replayed::Different(_)));
    let other = count(|it| matches!(it, Replayed::OtherIdentity(_)));
    let not_promised = count(|it| matches!(it, Replayed::NotPromised(_)));
    let impossible = count(|it| matches!(it, Replayed::Impossible(_)));
    let interrupted = interrupt.is_raised();
    let entries: Vec<_> = replays.iter().map(document).collect();
    if options.record {
        let entry = |results| CheckEntry {
            check: CheckKind::Replay,
            task: String::new(),
            evaluator: None,
            campaign: None,
            tried: replays.len() as u64,
            found: different as u64,
            results,
        };
        let recorder = Recorder::open(&options.place.folder(home))?;
        let entry = record_check(&recorder, &json!({"entries": entries}), entry)?;
        text::err(&format!("recorded as entry {entry}"));
    }
    if options.json {
        let document = json!({
            "asked": total,
            "identical": identical,
            "different": different,
            "other_identity": other,
            "not_promised": not_promised,
            "impossible": impossible,
            "interrupted": interrupted,
            "entries": entries,
        });
        text::out(&document.to_string());
    } else {
        let rest = [
            (different, "different"),
            (other, "not comparable here"),
            (not_promised, "depend on the machine"),
            (impossible, "cannot be made again"),
        ];
        let rest = rest.iter().filter(|(count, _)| 0 < *count);
        let rest: String = rest.map(|(count, what)| format!(", {count} {what}")).collect();
        text::out(&format!("identical {identical} of {}{rest}", replays.len()));
    }
    Ok(if interrupted {
        Exit::Interrupted
    } else if 0 < different {
        Exit::Host
    } else if 0 < other + impossible {
        Exit::Inconclusive
    } else {
        Exit::Success
    })
}

fn sequences(ledger: &Ledger, options: &ReplayOptions) -> Result<Vec<u64>> {
    if !options.all && options.sample.is_none() {
        for sequence in &options.entries {
            let kind = ledger.entry(*sequence)?.body.kind();
            if !REPLAYED.contains(&kind) {
                bail!(
                    "entry {sequence} is a {kind}, which has nothing to be made again; verdicts and runs have: \
                     `lazaret ledger list`"
                );
            }
        }
        return Ok(options.entries.clone());
    }
    let mut sequences = Vec::new();
    let mut before = None;
    loop {
        let filter = Filter { before, limit: PAGE, ..Filter::default() };
        let rows = ledger.list(&filter)?;
        let Some(last) = rows.last() else { break };
        before = Some(last.sequence);
        let recorded = rows.iter().filter(|row| REPLAYED.contains(&&*row.kind));
        sequences.extend(recorded.map(|row| row.sequence));
    }
    if let Some(share) = options.sample {
        sequences.retain(|sequence| is_sampled(*sequence, options.seed, share));
    }
    sequences.reverse();
    Ok(sequences)
}

/// Whether an entry is in the sample: the same entries for the same seed, and others for another.
fn is_sampled(sequence: u64, seed: u64, share: f64) -> bool {
    let digest = Digest::of(format!("sample {seed} {sequence}").as_bytes());
    let number =
        digest.bytes().iter().take(4).fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    f64::from(number) / (f64::from(u32::MAX) + 1.0) < share
}

fn show(replay: &Replay) {
    let sequence = replay.sequence;
    let line = match &replay.replayed {
        Replayed::Identical => return,
        Replayed::Different(it) => format!(
            "entry {sequence}: {} at {}: recorded {}, now {}",
            text::red("different"),
            text::escape_line(&it.place, 100),
            text::escape_line(&it.recorded, 100),
            text::escape_line(&it.replayed, 100),
        ),
        Replayed::OtherIdentity(all) => {
            let all: Vec<String> = all
                .iter()
                .map(|it| {
                    let cut = |text: &str| text::escape_line(text, 120);
                    format!(
                        "{}: {} recorded, {} here",
                        it.place,
                        cut(&it.recorded),
                        cut(&it.replayed)
                    )
                })
                .collect();
            format!("entry {sequence}: not comparable here, because of another {}", all.join("; "))
        }
        Replayed::NotPromised(code) => {
            format!("entry {sequence}: depends on the machine; this time {code}")
        }
        Replayed::Impossible(why) => {
            format!("entry {sequence}: cannot be made again: {}", text::escape_line(why, 200))
        }
    };
    text::out(&line);
}

fn document(replay: &Replay) -> serde_json::Value {
    let place = |it: &lazaret_host::Difference| json!({"place": it.place, "recorded": it.recorded, "replayed": it.replayed});
    let (outcome, about) = match &replay.replayed {
        Replayed::Identical => ("identical", serde_json::Value::Null),
        Replayed::Different(it) => ("different", place(it)),
        Replayed::OtherIdentity(all) => ("other-identity", all.iter().map(place).collect()),
        Replayed::NotPromised(code) => ("not-promised", json!(code)),
        Replayed::Impossible(why) => ("impossible", json!(why)),
    };
    json!({"entry": replay.sequence, "outcome": outcome, "about": about})
}
