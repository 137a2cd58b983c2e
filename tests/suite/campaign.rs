//! `lazaret evolve`: campaigns that find something, repeat, go on after anything, and refuse what they should.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::python::{self, home_folder};
use crate::support::{Output, binary, write};

/// A task that takes moments: come near to a curve at some points.
const EVALUATOR: &str = r#"import math

import lazaret


def describe():
    return {"metrics": {"error": {"goal": "minimize", "minimum": 0}}, "splits": ["search", "held-out"]}


def cases(split, seed):
    begin = 0 if split == "search" else 100
    return [[begin + 3 * number + step / 4 for step in range(4)] for number in range(5)]


def evaluate(candidate, case):
    error = 0.0
    for x in case:
        y = candidate.curve(x)
        if type(y) not in (int, float) or not math.isfinite(y) or abs(y) > 1e12:
            raise lazaret.InvalidOutput("a finite number is needed")
        error += abs(y - (x * x / 2 + 3))
    return {"error": error}
"#;

const FIRST: &str = "def curve(x):\n    return x + 1\n";

/// A folder with the task, a ledger of its own, and what is run in it.
pub struct Room {
    pub folder: TempDir,
}

impl Room {
    pub fn new() -> Self {
        Self::with(EVALUATOR)
    }

    pub fn with(evaluator: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "name = \"curve\"\ntitle = \"Come near to a curve\"\nevaluator = \"evaluator.py\"\n\
                        [candidate]\nfuel = 200_000_000\n";
        write(&folder, "task/task.toml", manifest.as_bytes());
        write(&folder, "task/evaluator.py", evaluator.as_bytes());
        write(&folder, "task/candidates/first.py", FIRST.as_bytes());
        Self { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, ledger: &str, words: &[&str]) -> Command {
        python::command(self.folder.path(), &self.path(ledger), words)
    }

    /// Runs a campaign in a ledger of this name.
    fn evolve(&self, ledger: &str, words: &[&str]) -> Output {
        let words: Vec<&str> = ["evolve", "task", "--json"].iter().chain(words).copied().collect();
        self.command(ledger, &words).output().unwrap().into()
    }

    #[track_caller]
    pub fn done(&self, ledger: &str, words: &[&str]) -> Value {
        let output = self.evolve(ledger, words);
        assert_eq!(output.exit, Some(0), "{}{}", output.stdout, output.stderr);
        output.json()
    }

    #[track_caller]
    pub fn fails(&self, ledger: &str, words: &[&str], exit: i32, said: &str) {
        let output = self.evolve(ledger, words);
        let shown = format!("{}{}", output.stdout, output.stderr);
        assert_eq!(output.exit, Some(exit), "{shown}");
        assert!(shown.contains(said), "{shown}");
    }

    fn archive(&self, ledger: &str, words: &[&str]) -> Output {
        let words: Vec<&str> = std::iter::once("archive").chain(words.iter().copied()).collect();
        self.command(ledger, &words).output().unwrap().into()
    }

    #[track_caller]
    pub fn ledger_is_well(&self, ledger: &str) {
        let output: Output = self.command(ledger, &["ledger", "verify"]).output().unwrap().into();
        assert_eq!(output.exit, Some(0), "{}{}", output.stdout, output.stderr);
    }
}

fn sum(document: &Value, of: &str) -> u64 {
    document[of].as_object().unwrap().values().map(|it| it.as_u64().unwrap()).sum()
}

#[test]
fn it_finds_better_programs_and_the_same_ones_again() {
    let room = Room::new();
    let words = ["--trials", "170", "--round", "24", "--seed", "3"];
    let one = room.done("one", &[&words[..], &["--jobs", "1"]].concat());
    let improvements = one["improvements"].as_array().unwrap();
    let first = improvements[0]["score"].as_f64().unwrap();
    let best = one["best"]["score"].as_f64().unwrap();
    assert!(best < first * 0.7, "{one}");
    assert!(one["best"]["held_out"].is_f64(), "{one}");
    assert!(improvements.iter().any(|it| it["held_out"].is_f64()));
    assert_eq!(one["trials"], 170);
    assert_eq!(sum(&one, "fates"), 170);
    assert_eq!(one["ending"], "trials");
    // In another ledger, under another name, with other jobs.
    let other = room.done("other", &[&words[..], &["--jobs", "3", "--name", "again"]].concat());
    assert_eq!(one["digest"], other["digest"]);
    assert_eq!(one["improvements"], other["improvements"]);
    // And in the same one, from what is known already.
    let known = room.done("one", &[&words[..], &["--name", "third"]].concat());
    assert_eq!(one["digest"], known["digest"]);
    let else_ = room.done("one", &["--trials", "170", "--round", "24", "--seed", "4"]);
    assert_ne!(one["digest"], else_["digest"]);
    room.ledger_is_well("one");
    room.ledger_is_well("other");
    archive(&room, &one);
}

/// What the archive tells of it.
#[track_caller]
fn archive(room: &Room, document: &Value) {
    let list = room.archive("one", &["list", "--json"]).json();
    let names: Vec<&str> = list["campaigns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["campaign"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["curve-2", "third", "curve-1"]);
    let best = room.archive("one", &["best", "curve-1"]);
    assert!(best.stdout.contains("def curve(x)"), "{}", best.stdout);
    // Its score is that of the program, judged by itself.
    write(&room.folder, "best.py", best.stdout.as_bytes());
    let judged: Output = Command::new(binary())
        .args(["eval", "task", "best.py", "--json", "--no-ledger", "--seed", "3"])
        .env("LAZARET_HOME", home_folder())
        .current_dir(room.folder.path())
        .output()
        .unwrap()
        .into();
    assert_eq!(judged.json()["results"][0]["verdict"]["score"], document["best"]["score"]);
    let number = document["best"]["trial"].to_string();
    let shown = room.archive("one", &["show", "curve-1", &number]);
    assert!(shown.stdout.contains("best"), "{}", shown.stdout);
    assert!(shown.stdout.contains("def curve(x)"), "{}", shown.stdout);
    let tree = room.archive("one", &["tree", "curve-1"]);
    assert!(tree.stdout.contains("begins") && tree.stdout.contains(&number), "{}", tree.stdout);
    let diff = room.archive("one", &["diff", "curve-1"]);
    assert!(diff.stdout.contains("-    return x + 1"), "{}", diff.stdout);
    let folder = room.path("exported");
    let export = room.archive("one", &["export", "curve-1", "-o", folder.to_str().unwrap()]);
    assert_eq!(export.exit, Some(0), "{}", export.stderr);
    let table = std::fs::read_to_string(folder.join("scores.tsv")).unwrap();
    let files = std::fs::read_dir(&folder).unwrap().count() - 1;
    assert!(2 < files && files < table.lines().count(), "{table}");
    let missing = room.archive("one", &["show", "curve-1", "999999"]);
    assert_eq!(missing.exit, Some(2), "{}", missing.stderr);
    assert_eq!(room.archive("one", &["best", "nothing"]).exit, Some(2));
}

/// Waits until the ledger has more than so many entries.
fn wait_for(ledger: &Path, more: u64, child: &mut Child) -> bool {
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(300) {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        let size = lazaret_host::ledger::Ledger::open_to_read(ledger).and_then(|it| it.size());
        if size.is_ok_and(|size| more < size) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the campaign does not go on");
}

#[test]
fn killed_again_and_again_it_ends_with_the_same_result() {
    let room = Room::new();
    let words = ["--trials", "120", "--round", "16", "--seed", "5"];
    let whole = room.done("whole", &words);
    let ledger = room.path("killed");
    let mut size = 2;
    let mut kills = 0;
    for round in 0..40_u64 {
        let begin: &[&str] = if round == 0 { &["--name", "k"] } else { &["--resume", "k"] };
        let all = [&["evolve", "task", "--quiet"], begin, &words[..]].concat();
        let mut command = room.command("killed", &all);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Somewhere within a round, later each time.
        if !wait_for(&ledger, size + 3 + round % 7, &mut child) {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
        size = lazaret_host::ledger::Ledger::open_to_read(&ledger).unwrap().size().unwrap();
    }
    assert!(10 <= kills, "{kills}");
    let words: Vec<&str> = ["--resume", "k"].iter().chain(&words).copied().collect();
    let killed = room.done("killed", &words);
    assert_eq!(whole["digest"], killed["digest"], "{whole}\n{killed}");
    assert_eq!(whole["fates"], killed["fates"]);
    assert_eq!(whole["fuel"], killed["fuel"]);
    room.ledger_is_well("killed");
}

#[test]
fn an_interrupt_keeps_what_is_done_and_the_rest_follows() {
    let room = Room::new();
    let words = ["--trials", "100", "--round", "16"];
    let mut command = room.command("ledger", &[&["evolve", "task", "--json"], &words[..]].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    assert!(wait_for(&room.path("ledger"), 40, &mut child));
    // Another process has no business with it meanwhile.
    room.fails("ledger", &["--resume", "curve-1"], 2, "run by another process");
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let stopped: Output = child.wait_with_output().unwrap().into();
    assert_eq!(stopped.exit, Some(130), "{}{}", stopped.stdout, stopped.stderr);
    assert_eq!(stopped.json()["ending"], "interrupted");
    // The newest campaign of the task, with the settings that it began with.
    let rest = room.done("ledger", &["--resume", "--trials", "100"]);
    assert_eq!(rest["trials"], 100);
    assert_eq!(rest["digest"], room.done("whole", &words)["digest"]);
    // Further than was asked for at first.
    let more = room.done("ledger", &["--resume", "--trials", "130"]);
    assert_eq!(more["trials"], 130);
    room.ledger_is_well("ledger");
}

#[test]
fn a_limit_within_a_round_changes_nothing_about_what_follows() {
    let room = Room::new();
    let words = ["--round", "8", "--name", "c"];
    let with = |trials: &'static str| [&words[..], &["--trials", trials]].concat();
    let whole = room.done("whole", &with("41"));
    assert_eq!(whole["trials"], 41);
    // After 1 + 3 * 8 + 2 trials, then one more, then in the next round but one.
    room.done("cut", &with("27"));
    let table = room.archive("cut", &["trials", "c"]).stdout;
    assert_eq!(table.lines().count(), 28, "{table}");
    for trials in ["27", "28", "37", "41"] {
        let done = room.done("cut", &["--resume", "c", "--trials", trials]);
        assert_eq!(done["trials"].to_string(), trials);
    }
    let cut = room.done("cut", &["--resume", "c", "--trials", "41"]);
    for of in ["digest", "fates", "codes", "fuel", "spent", "improvements"] {
        assert_eq!(whole[of], cut[of], "{of}");
    }
    let lines = |ledger| room.archive(ledger, &["trials", "c"]).stdout;
    assert_eq!(lines("whole"), lines("cut"));
    // No number of a trial is left out.
    for (number, line) in lines("cut").lines().skip(1).enumerate() {
        assert_eq!(line.split('\t').next(), Some(number.to_string().as_str()), "{line}");
    }
    room.ledger_is_well("cut");
    // Who proposes is not asked again for what it has said already, though it says something else each time.
    let code = "        programs.append({'program': f'def curve(x):\\n    return x * {trial} + {time.time_ns()}\\n'})\n        open('asked', 'a').write(f'{trial}\\n')";
    let command = proposer(&room, code);
    let begin = ["--command", &command, "--trials", "12", "--round", "8", "--name", "d"];
    room.done("command", &begin);
    let done = room.done("command", &["--resume", "d", "--trials", "17"]);
    assert_eq!(done["trials"], 17);
    let asked = std::fs::read_to_string(room.path("asked")).unwrap();
    let asked: Vec<u64> = asked.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(asked, (1..=16).collect::<Vec<u64>>());
    room.ledger_is_well("command");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let room = Room::new();
    let few = ["--trials", "20", "--round", "8"];
    room.fails("ledger", &["--trials", "0"], 2, "nothing can be tried with 0");
    room.fails("ledger", &["--wall", "0s"], 2, "no time");
    room.fails("ledger", &["--name", "No Name"], 2, "a-z");
    room.fails("ledger", &["--rungs", "9"], 2, "fewer than all 5");
    room.fails("ledger", &["--rungs", "3,2"], 2, "more and more cases");
    room.fails("ledger", &["--resume", "nothing"], 2, "there is no campaign `nothing`");
    room.fails("ledger", &["--resume"], 2, "there is no campaign on `curve`");
    room.fails("ledger", &["--candidate-fuel", "1e12"], 2, "can only lower it");
    room.fails("ledger", &["--from", "nowhere.py"], 2, "nowhere.py");
    room.fails("ledger", &["--from", "task/task.toml"], 2, "and not `.toml`");
    write(&room.folder, "bad.py", b"def curve(x):\n    return None\n");
    room.fails("ledger", &["--from", "bad.py", "--name", "bad"], 2, "none of the 1 programs");
    room.done("ledger", &[&few[..], &["--name", "one"]].concat());
    room.fails("ledger", &["--name", "one"], 2, "--resume one");
    room.fails("ledger", &["--resume", "one", "--seed", "9"], 2, "seed: 0 when it began, 9 now");
    room.fails(
        "ledger",
        &["--resume", "one", "--islands", "2"],
        2,
        "islands: 4 when it began, 2 now",
    );
    room.fails("ledger", &["--resume", "one", "--command", "x"], 2, "proposer: mutate");
    // A task that was edited meanwhile is another one.
    let edited = EVALUATOR.replace("+ 3)", "+ 4)");
    write(&room.folder, "task/evaluator.py", edited.as_bytes());
    room.fails("ledger", &["--resume", "one", "--trials", "30"], 2, "identities of the stages");
    write(&room.folder, "task/evaluator.py", EVALUATOR.as_bytes());
    room.done("ledger", &["--resume", "one", "--trials", "30"]);
    room.ledger_is_well("ledger");
}

#[test]
fn a_budget_is_never_exceeded() {
    let room = Room::new();
    // One stage of 1 case, 5 cases, and 5 that are held out, of 200 M each.
    let one = 11 * 200_000_000_u64;
    let less = one.to_string();
    let done = room.done("ledger", &["--total-fuel", &less, "--round", "8"]);
    assert_eq!(done["ending"], "fuel", "{done}");
    assert_eq!(done["trials"], 1);
    let more = (one + one / 2).to_string();
    let done = room.done("ledger", &["--total-fuel", &more, "--round", "8"]);
    assert_eq!(done["ending"], "fuel", "{done}");
    let fuel = done["fuel"].as_u64().unwrap();
    assert!(fuel <= one + one / 2 && 1 < done["trials"].as_u64().unwrap(), "{done}");
    let done = room.done("ledger", &["--target", "1000000", "--trials", "50"]);
    assert_eq!((&done["ending"], &done["trials"]), (&"target".into(), &1.into()));
    // Less for each candidate, also when it goes on, and other scores than without.
    let words = ["--candidate-fuel", "2e7", "--trials", "9", "--round", "8", "--name", "lower"];
    let lower = room.done("ledger", &words);
    assert_eq!(lower["settings"]["candidate_fuel"], 20_000_000);
    let usual = room.done("ledger", &["--trials", "9", "--round", "8"]);
    assert_ne!(lower["settings"]["stages"], usual["settings"]["stages"]);
    room.done("ledger", &["--resume", "lower", "--trials", "17"]);
    let begin = Instant::now();
    let done = room.done("ledger", &["--wall", "4s", "--round", "8"]);
    assert_eq!(done["ending"], "wall", "{done}");
    assert!(begin.elapsed() < Duration::from_secs(300), "{:?}", begin.elapsed());
}

/// A proposer in Python outside of the sandbox, whose round is this code.
pub fn proposer(room: &Room, code: &str) -> String {
    let program = format!(
        "import json, sys, time\nasked = 0\nfor line in sys.stdin:\n    request = json.loads(line)\n    asked += 1\n    \
         programs = []\n    for slot in request['slots']:\n        trial, parents = slot['trial'], slot['parents']\n\
         {code}\n    print(json.dumps({{'proposals': programs}}), flush=True)\n"
    );
    write(&room.folder, "proposer.py", program.as_bytes());
    format!("python3 {}", room.path("proposer.py").display())
}

#[test]
fn any_command_can_propose_and_hears_nothing_of_what_is_held_out() {
    let room = Room::new();
    let code = "        open('heard', 'a').write(line)\n        programs.append({'program': f'def curve(x):\\n    return x * {trial}\\n', 'note': f'times\\t{trial}\\x1b[2J\\nagain', 'tokens_out': 7})";
    let command = proposer(&room, code);
    let done = room.done("ledger", &["--command", &command, "--trials", "25", "--round", "8"]);
    assert_eq!(done["trials"], 25);
    assert_eq!(done["spent"]["tokens_out"], 24 * 7);
    let best = done["best"]["held_out"].as_f64().unwrap();
    let heard = std::fs::read_to_string(room.path("heard")).unwrap();
    assert!(
        heard.contains("x + 1") && heard.contains("feedback") && heard.contains("error"),
        "{heard}"
    );
    for improvement in done["improvements"].as_array().unwrap() {
        if let Some(held_out) = improvement["held_out"].as_f64() {
            assert!(!heard.contains(&format!("{held_out}")), "{held_out} in {heard}");
        }
    }
    assert!(!heard.contains("held-out") && !heard.contains(&format!("{best}")));
    let tree = room.archive("ledger", &["tree", "curve-1"]);
    assert!(tree.stdout.contains("times"), "{}", tree.stdout);
    // Nothing that a proposer says makes another line or column of the table.
    let table = room.archive("ledger", &["trials", "curve-1"]).stdout;
    assert_eq!(table.lines().count(), 26, "{table}");
    assert!(table.lines().all(|line| line.split('\t').count() == 10), "{table}");
    assert!(table.contains("times ") && !table.contains('\u{1b}'), "{table}");
}

#[test]
fn a_proposer_that_misbehaves_stops_the_campaign_where_it_stands() {
    let room = Room::new();
    let good = "        programs.append({'program': f'def curve(x):\\n    return x * {trial}\\n'})";
    let whole = room
        .done("whole", &["--command", &proposer(&room, good), "--trials", "33", "--round", "8"]);
    let command = proposer(&room, good);
    let begin = ["--command", &command, "--trials", "33", "--round", "8", "--name", "c"];
    for (number, (code, exit, said)) in [
        ("    if asked == 2:\n        sys.exit(3)", 4, "has ended"),
        (
            "    if asked == 1:\n        print('{nonsense', flush=True)\n        continue",
            4,
            "does not keep to the contract",
        ),
        ("    programs.pop()", 4, "7 proposals for 8 slots"),
        ("    time.sleep(600)", 4, "did not answer within 2 s"),
        ("    print('x' * (65 << 20), flush=True)", 4, "answered with more than"),
    ]
    .into_iter()
    .enumerate()
    {
        proposer(&room, &format!("{good}\n{code}"));
        let begin: Vec<&str> =
            if number == 0 { begin.to_vec() } else { vec!["--resume", "c", "--trials", "33"] };
        // Whoever is only slow on a busy machine is none of these.
        let timeout = if said.contains("within") { "2s" } else { "100s" };
        let begin = [&begin[..], &["--proposer-timeout", timeout]].concat();
        room.fails("ledger", &begin, exit, said);
    }
    proposer(&room, good);
    let done = room.done("ledger", &["--resume", "c", "--trials", "33"]);
    assert_eq!((&done["digest"], &done["trials"]), (&whole["digest"], &33.into()));
    // One that cannot be started at all, and one that only repeats itself.
    room.fails("ledger", &["--command", "/nowhere/at/all", "--name", "n"], 4, "has ended");
    let same = "        programs.append({'program': parents[0]['program'] + '# again\\n'})";
    let command = proposer(&room, same);
    let done = room.done("ledger", &["--command", &command, "--trials", "17", "--round", "8"]);
    assert_eq!(done["fates"]["duplicate"], 16, "{done}");
    room.ledger_is_well("ledger");
}

#[test]
fn bad_programs_are_counted_and_change_nothing_else() {
    let room = Room::new();
    let code = "        kinds = ['', 'def curve(x', 'def curve(x):\\n    while True: pass', 'x = 1', 'def curve(x):\\n    return float(\"nan\")', 'y' * (2 << 20), 'import os\\nos._exit(0)', 'def curve(x):\\n    return x / 0']\n        programs.append({'program': kinds[trial % 8] + (f'  # {trial}' if trial % 8 in (1, 2) else '')})";
    let command = proposer(&room, code);
    let done = room.done("ledger", &["--command", &command, "--trials", "17", "--round", "8"]);
    assert_eq!(done["trials"], 17);
    assert_eq!(sum(&done, "fates"), 17, "{done}");
    assert_eq!(done["fates"]["malformed"], 4, "{done}");
    assert_eq!(done["best"]["trial"], 0);
    let code = |code: &str| done["codes"][code].as_u64().unwrap_or(0);
    assert!(code("rejected/source-error") >= 1, "{done}");
    assert!(code("failed/out-of-fuel") >= 1, "{done}");
    room.ledger_is_well("ledger");
}

#[test]
fn a_program_of_anybodys_can_propose_from_within_the_sandbox() {
    let room = Room::new();
    let program = "def propose(request):\n    return [{'program': f'def curve(x):\\n    return x * x / 2 + {slot[\"seed\"] % 7}\\n', 'note': 'guessed'} for slot in request['slots']]\n";
    write(&room.folder, "mine.py", program.as_bytes());
    let words = ["--proposer", "mine.py", "--trials", "30", "--round", "8"];
    let done = room.done("ledger", &words);
    assert_eq!(done["best"]["score"], 0.0, "{done}");
    assert!(0 < done["spent"]["fuel"].as_u64().unwrap());
    // One that answers something else, and one that does not end.
    write(&room.folder, "mine.py", b"def propose(request):\n    return 7\n");
    room.fails("ledger", &["--proposer", "mine.py", "--name", "seven"], 4, "mine.py");
    write(&room.folder, "mine.py", b"import os\ndef propose(request):\n    os.listdir('/')\n");
    room.fails("ledger", &["--proposer", "mine.py", "--name", "list"], 4, "mine.py");
    room.fails(
        "ledger",
        &["--resume", "curve-1", "--trials", "40"],
        2,
        "name it with `--proposer`",
    );
    room.fails("ledger", &["--resume", "curve-1", "--proposer", "mine.py"], 2, "proposer: program");
}

#[test]
fn what_is_gained_by_fitting_the_search_cases_only_raises_an_alarm() {
    // Each larger answer is better where it is searched, and worse where it is not.
    let evaluator = r#"
def describe():
    return {"metrics": {"gain": {"goal": "maximize"}}, "splits": ["search", "held-out"]}


def cases(split, seed):
    return [split] * 5


def evaluate(candidate, case):
    return {"gain": candidate.curve(1) if case == "search" else -candidate.curve(1)}
"#;
    let room = Room::with(evaluator);
    let code =
        "        programs.append({'program': f'def curve(x):\\n    return {10 + trial}\\n'})";
    let command = proposer(&room, code);
    let words = ["--command", &command, "--trials", "60", "--round", "4", "--gap", "3"];
    let output = room.evolve("ledger", &words);
    assert_eq!(output.exit, Some(0), "{}", output.stderr);
    assert!(output.stderr.contains("gap:"), "{}", output.stderr);
    assert_eq!(output.json()["ending"], "trials");
    let words = [&words[..], &["--gap-stops", "--name", "stops"]].concat();
    let done = room.done("ledger", &words);
    assert_eq!(done["ending"], "gap", "{done}");
    assert!(done["trials"].as_u64().unwrap() < 30, "{done}");
}

#[test]
fn an_evaluator_that_fails_at_everything_ends_the_campaign_and_not_the_programs() {
    // It knows the first program only.
    let evaluator = EVALUATOR
        .replace("    error = 0.0\n", "    error = 0.0 if candidate.curve(0) == 1 else None\n");
    let room = Room::with(&evaluator);
    let code = "        programs.append({'program': f'def curve(x):\\n    return x * {trial}\\n'})";
    let command = proposer(&room, code);
    let words = ["--command", &command, "--trials", "17", "--round", "8"];
    room.fails(
        "ledger",
        &words,
        4,
        "no program of the last round could be judged: fault/evaluator",
    );
    room.ledger_is_well("ledger");
}

#[test]
fn two_campaigns_share_a_ledger() {
    let room = Room::new();
    let words =
        |name| ["evolve", "task", "--json", "--trials", "60", "--round", "12", "--name", name];
    let start = |name| {
        room.command("ledger", &words(name))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let (one, other) = (start("one"), start("other"));
    let ended = |child: Child| -> Output { child.wait_with_output().unwrap().into() };
    let (one, other) = (ended(one), ended(other));
    assert_eq!((one.exit, other.exit), (Some(0), Some(0)), "{}{}", one.stderr, other.stderr);
    assert_eq!(one.json()["digest"], other.json()["digest"]);
    room.ledger_is_well("ledger");
}
