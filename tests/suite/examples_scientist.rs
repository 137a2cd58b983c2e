//! `examples/ai-scientist`: from ideas to a draft by one command, and a reviewer that believes nothing but the ledger.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use lazaret_host::{Candidate, Task};
use lazaret_trial::Verdict;
use tempfile::TempDir;

use crate::python::{self, home_folder, verdict};
use crate::support::{Output, binary, workspace, write};

/// Two ideas and one that is the second under another name: what is enough for every rule.
const IDEAS: &str = r#"{
  "title": "Which gaps should be avoided?",
  "question": "Whether the gaps that best fit leaves are worth avoiding.",
  "ideas": [
    {"name": "exact-first", "hypothesis": "No gap is best.", "set": {"EXACT": 1.0}},
    {"name": "avoid-middle-gaps", "hypothesis": "Some gaps cost.", "set": {"AVOIDED": 0.8, "LOW": 0.04, "HIGH": 0.15}},
    {"name": "another-name", "hypothesis": "The same.", "set": {"HIGH": 0.15, "LOW": 0.04, "AVOIDED": 0.8}}
  ],
  "limits": [
    "These are items of two recipes, and others are not in here.",
    "A setting is taken back by itself only, never with others.",
    "Three seeds say little about how far the scores may scatter."
  ]
}"#;

/// A study that was made once, for all tests.
struct Study {
    room: TempDir,
    said: String,
}

impl Study {
    fn made() -> &'static Self {
        static STUDY: OnceLock<Study> = OnceLock::new();
        STUDY.get_or_init(|| {
            let room = tempfile::tempdir().unwrap();
            write(&room, "ideas.json", IDEAS.as_bytes());
            let output = driven(room.path());
            assert_eq!(output.exit, Some(0), "{}{}", output.stdout, output.stderr);
            Self { room, said: output.stdout }
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.room.path().join("study").join(name)
    }

    fn draft(&self) -> String {
        std::fs::read_to_string(self.path("draft.md")).unwrap()
    }

    /// What the reviewer says of texts, each as the driver hands it over.
    fn reviewed(&self, texts: &[String]) -> Vec<Verdict> {
        let programs =
            texts.iter().map(|text| format!("def draft():\n    return {}\n", literal(text)));
        self.judged(programs.collect())
    }

    fn judged(&self, programs: Vec<String>) -> Vec<Verdict> {
        let data = [self.path("ledger.jsonl"), self.path("checkpoint")];
        let data = data.each_ref().map(PathBuf::as_path);
        let task = Task::read(&workspace().join("examples/ai-scientist/review"), &data).unwrap();
        let count = programs.len();
        let candidate = |text: String| Candidate::of_bytes("draft", "draft.py", text.into_bytes());
        let candidates = programs.into_iter().map(candidate).collect();
        let evaluation = python::evaluate(&task, candidates, 2).unwrap();
        (0..count).map(|index| verdict(&evaluation, index).clone()).collect()
    }
}

/// Runs the driver in a folder with `ideas.json`, without trials that refine.
fn driven(folder: &Path) -> Output {
    let mut command = Command::new("python3");
    command.arg(workspace().join("examples/ai-scientist/run.py"));
    command.args(["study", "--ideas", "ideas.json", "--trials", "0", "--lazaret"]).arg(binary());
    command.env("LAZARET_HOME", home_folder()).current_dir(folder);
    command.output().expect("python3 starts").into()
}

/// A text in Python: that of JSON, for texts of ASCII.
fn literal(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[track_caller]
fn measured(verdict: &Verdict, name: &str) -> f64 {
    let found = verdict.measurements.iter().find(|measurement| measurement.name == name);
    found.unwrap_or_else(|| panic!("no `{name}`: {:?}", verdict.reason)).value
}

/// The text without a section.
fn without(text: &str, title: &str) -> String {
    let (before, rest) = text.split_once(&format!("## {title}\n")).expect("the section is there");
    let after = rest.split_once("\n## ").map_or(String::new(), |(_, after)| format!("## {after}"));
    format!("{before}{after}")
}

#[test]
fn a_study_goes_from_ideas_to_a_draft_that_passes() {
    let study = Study::made();
    let said = &study.said;
    assert!(
        said.contains("not run again: `another-name` is the idea `avoid-middle-gaps`"),
        "{said}"
    );
    assert!(
        said.contains("review: 100 of 100 points, 13 numbers follow from the ledger"),
        "{said}"
    );
    let draft = study.draft();
    // Best fit and the result on held-out cases, as `lazaret eval` gives them.
    for number in ["| `best_fit` | `1226092cccd1` | 5.1146 [", "| 3.6364 [", "is 1.4782 ["] {
        assert!(draft.contains(number), "{draft}");
    }
    for form in ["html", "md", "tex"] {
        assert!(study.path(&format!("ideas-1.{form}")).exists());
    }
    let figure = std::fs::read_to_string(study.path("held-out.svg")).unwrap();
    roxmltree::Document::parse(&figure).unwrap();
    assert!(figure.contains(">avoid-middle-gaps<") && figure.contains(">3.64<"), "{figure}");
    // Once more: nothing is tried again, and the draft is the same.
    let again = driven(study.room.path());
    assert_eq!(again.exit, Some(0), "{}{}", again.stdout, again.stderr);
    for line in [
        "not run again: `exact-first` is trial 1 of `ideas-1`",
        "not run again: `avoid-middle-gaps` is trial 2 of `ideas-1`",
        "no idea is new",
    ] {
        assert!(again.stdout.contains(line), "{}", again.stdout);
    }
    assert_eq!(study.draft(), draft);
}

#[test]
fn a_number_that_was_changed_is_refused_by_name() {
    let study = Study::made();
    let draft = study.draft();
    let [verdict] = &study.reviewed(std::slice::from_ref(&draft))[..] else {
        panic!("one verdict")
    };
    for (name, expected) in [
        ("points", 100.0),
        ("baselines", 1.0),
        ("held_out", 1.0),
        ("ablations", 1.0),
        ("seeds", 1.0),
        ("limits", 1.0),
        ("numbers", 13.0),
    ] {
        assert_eq!(measured(verdict, name), expected, "{name}");
    }
    // The last digit before each list of entries, another one at a time.
    let places: Vec<usize> = draft.match_indices(" [").map(|(place, _)| place - 1).collect();
    let forged: Vec<(String, String)> = places
        .iter()
        .filter(|place| draft.as_bytes()[**place].is_ascii_digit())
        .map(|place| {
            let mut bytes = draft.clone().into_bytes();
            bytes[*place] = if bytes[*place] == b'9' { b'8' } else { bytes[*place] + 1 };
            let begin = draft[..*place].rfind(' ').unwrap() + 1;
            let text = String::from_utf8(bytes).unwrap();
            (text[begin..=*place].to_owned(), text)
        })
        .collect();
    assert_eq!(forged.len(), 13, "{draft}");
    let texts: Vec<String> = forged.iter().map(|(_, text)| text.clone()).collect();
    for (verdict, (number, _)) in study.reviewed(&texts).iter().zip(&forged) {
        assert_eq!(verdict.code().as_str(), "failed/invalid-output", "{number}");
        let said = &verdict.reason.message;
        assert!(said.contains(&format!(": {number} is not what its entries say")), "{said}");
        assert!(said.contains("1 statements do not follow"), "{said}");
    }
}

#[test]
fn what_a_study_must_have_is_worth_points() {
    let study = Study::made();
    let draft = study.draft();
    let of_one_seed = |text: &str| {
        // Each number as the score of the first of its entries; `Search` has one for each already.
        let scores = std::fs::read_to_string(study.path("ledger.jsonl")).unwrap();
        let scores: Vec<serde_json::Value> =
            scores.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let lines = text.lines().map(|line| {
            let Some((before, entries)) = line.split_once(" [").filter(|_| line.contains(", "))
            else {
                return line.to_owned();
            };
            if !line.starts_with('|') {
                return String::new();
            }
            let entry: usize = entries.split(',').next().unwrap().parse().unwrap();
            let score = scores[entry]["body"]["score"].as_f64().unwrap();
            format!("{} {score:.4} [{entry}] |", before.rsplit_once(' ').unwrap().0)
        });
        lines.collect::<Vec<_>>().join("\n")
    };
    // Every program of the study where ideas were searched instead of where nobody did.
    let search = draft.split("## Search\n").nth(1).unwrap().split("## ").next().unwrap();
    let searched =
        format!("## Results\n{search}\n{}", without(&without(&draft, "Results"), "Search"));
    // The baselines once more, as if they were ablations.
    let baselines = draft.split("## Baselines\n").nth(1).unwrap().split("## ").next().unwrap();
    let twice = format!("{}\n## Ablations\n{baselines}", without(&draft, "Ablations"));
    let rules = ["baselines", "held_out", "ablations", "seeds", "limits"];
    let cases = [
        (without(&draft, "Baselines"), vec!["baselines"]),
        (without(&draft, "Ablations"), vec!["ablations"]),
        (without(&draft, "Limits"), vec!["limits"]),
        (twice, vec!["ablations"]),
        (without(&draft, "Results"), vec!["baselines", "held_out", "ablations", "seeds"]),
        (of_one_seed(&draft), vec!["seeds"]),
        (searched, vec!["baselines", "held_out", "ablations", "seeds"]),
        (String::new(), rules.to_vec()),
    ];
    let texts: Vec<String> = cases.iter().map(|(text, _)| text.clone()).collect();
    for (verdict, (text, lost)) in study.reviewed(&texts).iter().zip(&cases) {
        assert_eq!(verdict.code().as_str(), "scored", "{:?}\n{text}", verdict.reason);
        for rule in rules {
            let expected = if lost.contains(&rule) { 0.0 } else { 1.0 };
            assert_eq!(measured(verdict, rule), expected, "{rule}\n{text}");
        }
        assert_eq!(measured(verdict, "points"), 100.0 - 20.0 * lost.len() as f64);
        let told = verdict.cases[0].evaluator_logs.lines.join("\n");
        assert!(lost.iter().all(|rule| told.contains(&format!("{rule}: "))), "{told}");
    }
}

#[test]
fn a_hostile_draft_gets_nothing() {
    let study = Study::made();
    let draft = study.draft();
    let after = |line: &str| draft.replace("## Limits\n", &format!("## Limits\n{line}\n"));
    let row = draft.lines().find(|line| line.starts_with("| `best_fit`")).unwrap();
    let result = draft.split("## Results").nth(1).unwrap();
    let result = result.lines().find(|line| line.starts_with("| `avoid-middle-gaps`")).unwrap();
    let number =
        |row: &str| row.rsplit_once("| ").map(|_| row.split('|').nth(3).unwrap().to_owned());
    let swapped = draft.replace(row, &row.replace(&number(row).unwrap(), &number(result).unwrap()));
    // The entries of the result, the first of them once more.
    let cited = result.split_once('[').unwrap().1.split_once(']').unwrap().0.to_owned();
    let first = cited.split(',').next().unwrap();
    let texts = [
        (after("It is 40 percent better."), "under `limits`: 40 has no entry behind it"),
        (after("It is `0.5` percent."), "`0.5` is neither a name nor the digest"),
        (after("It is `123456789012`."), "`123456789012` is neither a name nor the digest"),
        (after("It is 3.0 [0]."), "3.0 cites entry 0, which is no verdict with a score"),
        (after("It is 3.0 [999999]."), "3.0 cites entry 999999"),
        (after(&format!("It is 3.0 [{}].", "9".repeat(5000))), "has no entry behind it"),
        (after(&format!("It is {}.", "9".repeat(5000))), "has no entry behind it"),
        (after("It is 1e999 [14]."), "1e999 is not what its entries say"),
        (
            swapped.replace("\n| `", "\n  `"),
            "is not of the one program whose digest stands in its row",
        ),
        (draft.replace(&cited, &format!("{cited}, {first}")), "cites an entry twice"),
        (after("<table>"), "a draft is Markdown without HTML"),
        (swapped, "is not of the one program whose digest stands in its row"),
        (after("It is \u{663} percent."), "a draft is ASCII"),
        ("a".repeat(100_001), "a draft is ASCII of at most 100000 characters"),
    ];
    let programs =
        texts.iter().map(|(text, _)| format!("def draft():\n    return {}\n", literal(text)));
    for (verdict, (_, said)) in study.judged(programs.collect()).iter().zip(&texts) {
        assert_eq!(verdict.code().as_str(), "failed/invalid-output", "{said}");
        assert!(verdict.reason.message.contains(said), "{said}: {}", verdict.reason.message);
    }
    // A program may do what it likes; the reviewer hears a text or nothing.
    let hostile = [
        "def draft():\n    return {'points': 100}\n",
        "class Text(str):\n    def isascii(self): return True\ndef draft():\n    return Text('x')\n",
        "import lazaret\ndef draft():\n    return ''\n",
        "def draft():\n    while True: pass\n",
    ];
    let ends = [
        "failed/invalid-output",
        "failed/invalid-output",
        "failed/exception",
        "failed/out-of-fuel",
    ];
    let verdicts = study.judged(hostile.map(str::to_owned).to_vec());
    let codes: Vec<&str> = verdicts.iter().map(|verdict| verdict.code().as_str()).collect();
    assert_eq!(codes, ends);
}

/// Whoever changes the draft and the export alike meets the signed head.
#[test]
fn an_export_that_was_changed_is_no_evidence() {
    let study = Study::made();
    let export = std::fs::read_to_string(study.path("ledger.jsonl")).unwrap();
    let room = tempfile::tempdir().unwrap();
    let place = export.rfind("\"score\":3.").unwrap() + "\"score\":3".len();
    let forged = format!("{}.0{}", &export[..place], &export[place + 1..]);
    write(&room, "ledger.jsonl", forged.as_bytes());
    let review = workspace().join("examples/ai-scientist/review");
    let output: Output = Command::new(binary())
        .arg("eval")
        .args([review, study.path("draft.py")])
        .args(["--data", "ledger.jsonl", "--no-ledger", "--json", "--data"])
        .arg(study.path("checkpoint"))
        .env("LAZARET_HOME", home_folder())
        .current_dir(room.path())
        .output()
        .unwrap()
        .into();
    assert_eq!(output.exit, Some(4), "{}", output.stdout);
    assert!(output.stdout.contains("the checkpoint is not about this export"), "{}", output.stdout);
}
