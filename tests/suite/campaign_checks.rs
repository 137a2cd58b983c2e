//! Campaigns that are watched: canaries, attacks and replays in the record, full disks, machines that are too busy; and
//! what is kept where one number does not say what is better.

use std::process::Command;

use lazaret_host::ledger::{Body, Draft, Filter, Ledger};
use lazaret_report::{Form, check, report};
use lazaret_trial::{Digest, Verdict};
use serde_json::Value;

use crate::campaign::{Room, proposer};
use crate::python::home_folder;
use crate::support::{Output, binary, write};

#[track_caller]
fn run(room: &Room, ledger: &str, words: &[&str]) -> Output {
    room.command(ledger, words).output().unwrap().into()
}

/// The checks of a ledger, the oldest first.
fn checks(room: &Room, ledger: &str) -> Vec<Value> {
    let ledger = Ledger::open_to_read(&room.path(ledger)).unwrap();
    let kind = Some("check".to_owned());
    let rows = ledger.list(&Filter { kind, limit: 99, ..Filter::default() }).unwrap();
    let body = |sequence| serde_json::to_value(ledger.entry(sequence).unwrap().body).unwrap();
    rows.iter().rev().map(|row| body(row.sequence)).collect()
}

#[test]
fn a_front_holds_what_nothing_beats_and_kinds_are_told_apart_by_what_was_said() {
    let room = Room::new();
    let words = ["--objectives", "error,bytes", "--kinds", "bytes,error=5", "--round", "16"];
    let words = [&words[..], &["--trials", "97", "--seed", "5", "--name", "f"]].concat();
    let done = room.done("one", &words);
    assert_eq!(done["digest"], room.done("two", &words)["digest"]);
    let front = done["front"].as_array().unwrap();
    assert!(1 < front.len(), "{done}");
    let values = |it: &Value| {
        let values = it["values"].as_array().unwrap().iter().map(|it| it.as_f64().unwrap());
        values.collect::<Vec<f64>>()
    };
    for one in front {
        assert_eq!(
            values(one),
            [one["elite"]["score"].as_f64().unwrap(), one["elite"]["bytes"].as_f64().unwrap()]
        );
        for other in front.iter().filter(|it| *it != one) {
            let as_good = values(one).iter().zip(values(other)).all(|(one, other)| *one <= other);
            assert!(!as_good, "{one} is as good as {other} in everything");
        }
    }
    // The best is on it.
    let best = &done["best"]["trial"];
    assert!(front.iter().any(|it| it["elite"]["trial"] == *best), "{done}");
    let shown = run(&room, "one", &["archive", "front", "f"]);
    assert_eq!(shown.stdout.lines().count(), front.len() + 1, "{}", shown.stdout);
    let document = run(&room, "one", &["archive", "front", "f", "--json"]).json();
    assert_eq!(document["front"], done["front"]);
    assert_eq!(document["objectives"][0]["goal"], "minimize");
    let page = report(&Ledger::open_to_read(&room.path("one")).unwrap(), "f", Form::Html).unwrap();
    assert!(page.contains("<h2>Front</h2>") && page.contains("each bytes and error"), "{page}");
    // It goes on as it began, and not otherwise.
    let on = room.done("one", &["--resume", "f", "--trials", "113"]);
    assert_eq!(on["settings"], done["settings"]);
    room.fails(
        "one",
        &["--resume", "f", "--objectives", "error,fuel"],
        2,
        "objectives: metric:error,bytes",
    );
    room.fails("one", &["--resume", "f", "--kinds", "fuel"], 2, "kinds: bytes,metric:error=5");
    room.fails("one", &["--objectives", "error"], 2, "one objective makes no front");
    room.fails("one", &["--objectives", "error,speed"], 2, "no metric `speed`");
    room.fails("one", &["--kinds", "error"], 2, "`error=0.5`");
    room.fails("one", &["--kinds", "error=-1"], 2, "above 0");
    let without = room.done("one", &["--trials", "9", "--round", "8"]);
    assert_eq!(without["front"], Value::Array(Vec::new()));
    let name = without["campaign"].as_str().unwrap();
    let none = run(&room, "one", &["archive", "front", name]);
    assert_eq!(none.exit, Some(2), "{}", none.stderr);
}

const GOOD: &str = "def curve(x):\n    return x * x / 2 + 2\n";
const FAR: &str = "def curve(x):\n    return -1000\n";
const CHEAT: &str = "def curve(x):\n    return float('nan')\n";

fn canaries(room: &Room) {
    write(&room.folder, "good.py", GOOD.as_bytes());
    write(&room.folder, "far.py", FAR.as_bytes());
    write(&room.folder, "cheat.py", CHEAT.as_bytes());
}

const FEW: [&str; 4] = ["--trials", "41", "--round", "8"];

#[test]
fn canaries_ride_along_and_stop_a_campaign_whose_evaluator_rewards_the_wrong_ones() {
    let room = Room::new();
    canaries(&room);
    let all = ["--canary", "good=good.py", "--canary", "bad=far.py", "--canary", "cheat=cheat.py"];
    let words = [&FEW[..], &all, &["--canary-rounds", "2", "--name", "c"]].concat();
    let done = room.done("ledger", &words);
    assert_eq!(done["trials"], 41);
    // At the beginning, and after the second, fourth and sixth of six rounds.
    let found = checks(&room, "ledger");
    assert_eq!(found.len(), 4, "{found:?}");
    for it in &found {
        assert_eq!((&it["check"], &it["campaign"]), (&"canaries".into(), &"c".into()));
        assert_eq!((&it["tried"], &it["found"]), (&3.into(), &0.into()));
    }
    // They change nothing about the trials, and are not among them.
    let alone = room.done("other", &[&FEW[..], &["--name", "c"]].concat());
    assert_eq!(alone["improvements"], done["improvements"]);
    // When it goes on, they are still there, without being named.
    room.done("ledger", &["--resume", "c", "--trials", "49"]);
    assert_eq!(checks(&room, "ledger").len(), 5);
    room.fails(
        "ledger",
        &["--resume", "c", "--canary", "good=far.py"],
        2,
        "canaries: every 2 rounds",
    );
    let ledger = Ledger::open_to_read(&room.path("ledger")).unwrap();
    let page = report(&ledger, "c", Form::Markdown).unwrap();
    assert!(page.contains("programs of known worth were judged"), "{page}");
    // The wrong way round: whoever is called bad is better than whoever is called good.
    let wrong = ["--canary", "good=far.py", "--canary", "bad=good.py"];
    room.fails("ledger", &[&FEW[..], &wrong].concat(), 4, "rewards what it should not");
    let wrong = ["--canary", "good=far.py", "--canary", "cheat=good.py"];
    room.fails("ledger", &[&FEW[..], &wrong].concat(), 4, "the cheat `good.py`");
    room.fails(
        "ledger",
        &[&FEW[..], &["--canary", "good=cheat.py"]].concat(),
        4,
        "has no score: failed/invalid-output",
    );
    let last = checks(&room, "ledger").pop().unwrap();
    assert_eq!((&last["tried"], &last["found"]), (&1.into(), &1.into()));
    for (wrong, said) in [
        ("best=good.py", "`good`, `bad` or `cheat`"),
        ("good", "`good`, `bad` or `cheat`"),
        ("good=nowhere.py", "nowhere.py"),
    ] {
        room.fails("ledger", &["--canary", wrong], 2, said);
    }
    room.ledger_is_well("ledger");
}

/// The ledger has a verdict on the canary that this machine does not give: what another machine, or another one of this
/// one's days, may have given.
#[test]
fn a_verdict_that_is_not_what_it_was_stops_the_campaign() {
    let room = Room::new();
    canaries(&room);
    let words = [&FEW[..], &["--canary", "good=good.py", "--name", "c"]].concat();
    room.done("honest", &words);
    let honest = Ledger::open_to_read(&room.path("honest")).unwrap();
    let candidate = Digest::of(GOOD.as_bytes());
    let mut other = Ledger::open(&room.path("ledger")).unwrap();
    let mut doctored = false;
    // Where commitments are in this ledger.
    let mut places = std::collections::HashMap::new();
    for sequence in 0..honest.size().unwrap() {
        let mut body = honest.entry(sequence).unwrap().body;
        let blob = |digest: &Digest| honest.blob(*digest).unwrap();
        let mut blobs: Vec<Vec<u8>> = body.blobs().iter().map(blob).collect();
        match &mut body {
            Body::Commitment(_) => {
                places.insert(sequence, other.size().unwrap());
            }
            Body::Verdict(it) if it.candidate == candidate => {
                let mut verdict: Verdict = serde_json::from_slice(&blob(&it.verdict)).unwrap();
                verdict.candidate_usage.fuel += 1;
                let bytes = lazaret_host::verdict_bytes(&verdict).unwrap();
                blobs.retain(|it| Digest::of(it) != Digest::of(&blob_of(&honest, sequence)));
                it.verdict = Digest::of(&bytes);
                it.commitment = places[&it.commitment];
                blobs.push(bytes);
                doctored = true;
            }
            _ => continue,
        }
        blobs.sort();
        blobs.dedup();
        other.append(&[Draft { body, blobs }]).unwrap();
        if doctored {
            break;
        }
    }
    assert!(doctored);
    drop(other);
    room.fails("ledger", &words, 5, "has another verdict than before");
    let last = checks(&room, "ledger").pop().unwrap();
    assert_eq!((&last["tried"], &last["found"]), (&1.into(), &1.into()));
    room.ledger_is_well("ledger");
}

/// The verdict's bytes of an entry.
fn blob_of(ledger: &Ledger, sequence: u64) -> Vec<u8> {
    match ledger.entry(sequence).unwrap().body {
        Body::Verdict(it) => ledger.blob(it.verdict).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn attacks_and_replays_are_recorded_and_a_report_tells_of_them() {
    let room = Room::new();
    room.done("ledger", &[&FEW[..], &["--name", "c"]].concat());
    let read = || Ledger::open_to_read(&room.path("ledger")).unwrap();
    let before = report(&read(), "c", Form::Markdown).unwrap();
    assert!(before.contains("lazaret attack --record"), "{before}");
    // Without being asked for, nothing is written.
    let attack = run(&room, "ledger", &["attack", "task"]);
    assert!(checks(&room, "ledger").is_empty(), "{}", attack.stderr);
    let attack = run(&room, "ledger", &["attack", "task", "--record", "--json"]).json();
    let replay = run(&room, "ledger", &["replay", "--sample", "20%", "--record", "--json"]).json();
    assert_eq!((&replay["different"], &replay["impossible"]), (&0.into(), &0.into()), "{replay}");
    let found = checks(&room, "ledger");
    assert_eq!(found.len(), 2, "{found:?}");
    let tried = attack["attempts"].as_array().unwrap().len() as u64;
    assert_eq!((&found[0]["check"], &found[0]["tried"]), (&"attack".into(), &tried.into()));
    assert_eq!(found[0]["found"], attack["found"]);
    assert_eq!((&found[1]["check"], &found[1]["tried"]), (&"replay".into(), &replay["asked"]));
    let after = report(&read(), "c", Form::Markdown).unwrap();
    assert!(
        after.contains("generic cheaters") && after.contains("that were made again"),
        "{after}"
    );
    // Each is of the entries that there were.
    check(&read(), &before).unwrap();
    check(&read(), &after).unwrap();
    // An attack on another evaluator says nothing about this one.
    let manifest = std::fs::read_to_string(room.path("task/task.toml")).unwrap();
    let evaluator = std::fs::read_to_string(room.path("task/evaluator.py")).unwrap();
    write(&room.folder, "twin/task.toml", manifest.as_bytes());
    write(&room.folder, "twin/evaluator.py", format!("{evaluator}\n# another\n").as_bytes());
    let first = std::fs::read(room.path("task/candidates/first.py")).unwrap();
    write(&room.folder, "twin/candidates/first.py", &first);
    run(&room, "ledger", &["attack", "twin", "--record"]);
    assert_eq!(checks(&room, "ledger").len(), 3);
    let twin = report(&read(), "c", Form::Markdown).unwrap();
    let row = |report: &str| {
        let row = report.lines().find(|it| it.contains("attacks on the evaluator")).unwrap();
        row.to_owned()
    };
    assert_eq!(row(&twin), row(&after));
    room.ledger_is_well("ledger");
}

/// What a machine was too busy for is tried once more in the same round, and held against nobody.
#[test]
fn what_could_not_be_judged_is_tried_once_more() {
    let room = Room::new();
    let manifest = "name = \"curve\"\nevaluator = \"evaluator.py\"\n[candidate]\nfuel = 1_000_000_000_000_000\nwall_ms = 4_000\n";
    write(&room.folder, "task/task.toml", manifest.as_bytes());
    let code = "        body = 'while True: pass' if trial == 2 else f'return {trial}'\n        programs.append({'program': f'def curve(x):\\n    {body}\\n'})";
    let command = proposer(&room, code);
    let words = ["--command", &command, "--trials", "5", "--round", "4", "--rungs", "none"];
    let done = room.done("ledger", &[&words[..], &["--name", "c", "--jobs", "1"]].concat());
    assert_eq!(done["codes"]["inconclusive/wall-timeout"], 1, "{done}");
    let ledger = Ledger::open_to_read(&room.path("ledger")).unwrap();
    let code = Some("inconclusive/wall-timeout".to_owned());
    let rows = ledger.list(&Filter { code, limit: 9, ..Filter::default() }).unwrap();
    assert_eq!(rows.len(), 2, "{rows:?}");
}

/// The disk fills up at some moment; what is recorded then stays, and the campaign goes on elsewhere to the same end.
#[test]
fn a_campaign_on_a_full_disk_goes_on_where_there_is_room() {
    let room = Room::new();
    let words = ["--trials", "121", "--round", "8", "--seed", "2", "--name", "c"];
    let whole = room.done("whole", &words);
    std::fs::create_dir(room.path("small")).unwrap();
    let script = "set -e; mount -t tmpfs -o size=700k,mode=700 none small; \
                  \"$@\" && exit 90; end=$?; cp -a small larger; exit $end";
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", script, "sh"]).arg(binary());
    command.args(["evolve", "task", "--ledger", "small"]).args(words);
    command.env("LAZARET_HOME", home_folder()).current_dir(room.folder.path());
    let full: Output = command.output().unwrap().into();
    assert_eq!(full.exit, Some(5), "{}{}", full.stdout, full.stderr);
    assert!(full.stderr.contains("space") || full.stderr.contains("full"), "{}", full.stderr);
    assert!(full.stderr.contains("--resume c"), "{}", full.stderr);
    room.ledger_is_well("larger");
    let on = room.done("larger", &["--resume", "c", "--trials", "121"]);
    assert_eq!(on["digest"], whole["digest"]);
}
