//! The tasks of `examples/` in which something is to be found: what their first candidates score, who is turned
//! away and why, small constructions whose scores are known, and that the commands of their pages run.
//!
//! Scores are compared to the last bit: they follow from exact arithmetic, rounded once, and from programs that
//! compute the same everywhere.

use lazaret_host::{Candidate, Task};
use lazaret_trial::{Code, Verdict};
use tempfile::TempDir;

use crate::languages::left_out;
use crate::python::{self, evaluate, verdict};
use crate::support::{Output, workspace, write};

/// A task whose candidates are in Python.
struct Example {
    folder: &'static str,
    /// Candidates with their scores; the first is the one that a campaign begins with.
    scored: &'static [(&'static str, f64)],
    /// Candidates that are turned away, each with a part of the message.
    refused: &'static [(&'static str, &'static str)],
    /// Cheaters that are scored, and earn no more than the first candidate.
    harmless: &'static [&'static str],
    minimize: bool,
}

const EXAMPLES: &[Example] = &[
    Example {
        folder: "autocorrelation",
        scored: &[("formula", 2.0)],
        refused: &[
            ("cheat_infinite", "height 1 must be a number from 0 to 1,000,000"),
            ("wrong_negative", "height 1 must be a number from 0 to 1,000,000"),
        ],
        harmless: &[],
        minimize: true,
    },
    Example {
        folder: "autocorrelation-second",
        scored: &[("formula", 2.0 / 3.0)],
        refused: &[("wrong_nan", "height 1 must be a number from 0 to 1,000,000")],
        harmless: &["cheat_subnormal"],
        minimize: false,
    },
    Example {
        folder: "circle-packing",
        scored: &[("grid", 74.128_882_705_970_23)],
        refused: &[
            ("cheat_rounding", "circle 0 leaves the unit square"),
            ("wrong_nan", "circle 0 must be made of numbers from -1 to 2"),
            ("wrong_overlap", "circles 0 and 1 overlap"),
        ],
        harmless: &[],
        minimize: false,
    },
    Example {
        folder: "cluster-scheduling",
        scored: &[
            ("balance", 18.204_956_174_380_893),
            ("best_fit", 18.540_721_337_651_775),
            ("first_fit", 20.098_238_946_010_94),
        ],
        refused: &[("wrong_length", "priority must return a list of 8 numbers, one per machine")],
        harmless: &["cheat_frames"],
        minimize: true,
    },
    Example {
        folder: "corner-free",
        scored: &[("counts", 16.0)],
        refused: &[("wrong_bool", "the priority of the point 0, 0 must be a number; got bool")],
        harmless: &["cheat_print"],
        minimize: false,
    },
    Example {
        folder: "cyclic-graphs",
        scored: &[("linear", 625.0)],
        refused: &[
            ("cheat_mutate", "result is of type Best"),
            ("wrong_nan", "the priority of [0, 0] must be a number; got NaN"),
        ],
        harmless: &[],
        minimize: false,
    },
    Example {
        folder: "distance-ratio",
        scored: &[("spiral", 19.288_701_876_854_475)],
        refused: &[("wrong_same", "two points are the same")],
        harmless: &["cheat_near"],
        minimize: false,
    },
    Example {
        folder: "heilbronn",
        scored: &[("spread", 0.435_892_531_277_118)],
        refused: &[
            ("cheat_outside", "point 2 is outside of the triangle"),
            ("wrong_line", "all points are on one line"),
        ],
        harmless: &[],
        minimize: false,
    },
    Example {
        folder: "hexagon-packing",
        scored: &[("rows", 78.729_552_796_247_52)],
        refused: &[
            ("cheat_touch", "hexagons 1 and 2 overlap"),
            ("wrong_infinite", "hexagon 1 must be made of numbers from -1,000 to 1,000"),
        ],
        harmless: &[],
        minimize: false,
    },
    Example {
        folder: "kissing-number",
        scored: &[("greedy", 220.0), ("mixed", 416.0)],
        refused: &[
            ("cheat_repeat", "vectors 0 and 6 are too near to each other"),
            ("wrong_float", "vector 0 must be made of whole numbers"),
        ],
        harmless: &[],
        minimize: false,
    },
    Example {
        folder: "matrix-multiplication",
        scored: &[("school", 219.0), ("strassen", 183.0)],
        refused: &[
            ("cheat_nan", "term 0: a weight must be a half of a whole number"),
            ("wrong_term", "the terms do not add up to the product of two matrices"),
        ],
        harmless: &[],
        minimize: true,
    },
    Example {
        folder: "minimum-overlap",
        scored: &[("formula", 0.5)],
        refused: &[("wrong_negative", "height 1 must be a number from 0 to 1")],
        harmless: &["cheat_tiny"],
        minimize: true,
    },
    Example {
        folder: "sums-differences",
        scored: &[("progression", 1.0)],
        refused: &[
            ("cheat_twice", "a number is there twice"),
            ("wrong_negative", "number 0 must be a whole number from 0 to 2,000,000"),
        ],
        harmless: &[],
        minimize: false,
    },
];

/// The verdicts of candidates of a task that ships, by their paths in its folder.
fn verdicts(folder: &str, paths: &[String]) -> Vec<Verdict> {
    let folder = workspace().join("examples").join(folder);
    let task = Task::read(&folder, &[]).expect("the example is a task");
    let candidates = paths.iter().map(|path| Candidate::read(&folder.join(path))).collect();
    let evaluation = evaluate(&task, candidates, 2).expect("the evaluator works");
    (0..paths.len()).map(|index| verdict(&evaluation, index).clone()).collect()
}

#[test]
fn first_candidates_score_what_the_pages_say_and_cheaters_no_more() {
    for example in EXAMPLES {
        let scored = example.scored.iter().map(|(name, _)| format!("candidates/{name}.py"));
        let hostile = |name: &str| format!("hostile/{name}.py");
        let refused = example.refused.iter().map(|(name, _)| hostile(name));
        let harmless = example.harmless.iter().map(|name| hostile(name));
        let paths: Vec<String> = scored.chain(refused).chain(harmless).collect();
        let mut all = verdicts(example.folder, &paths).into_iter().zip(&paths);
        for (_, score) in example.scored {
            let (verdict, path) = all.next().unwrap();
            let said = (verdict.score, &verdict.reason);
            assert_eq!(verdict.score, Some(*score), "{}/{path}: {said:?}", example.folder);
        }
        for (_, message) in example.refused {
            let (verdict, path) = all.next().unwrap();
            let place = format!("{}/{path}: {:?}", example.folder, verdict.reason);
            assert_eq!(verdict.code(), Code::FailedInvalidOutput, "{place}");
            assert!(verdict.reason.message.contains(message), "{place}");
            assert_eq!(verdict.score, None, "{place}");
        }
        let (_, first) = example.scored[0];
        for _ in example.harmless {
            let (verdict, path) = all.next().unwrap();
            let score = verdict.score.unwrap_or_else(|| panic!("{path}: {:?}", verdict.reason));
            let better = if example.minimize { score < first } else { score > first };
            // Of the scheduler's, the fallback is first fit, the least of the three.
            assert!(!better, "{}/{path}: {score} is better than {first}", example.folder);
        }
        // Every candidate that ships is in the table.
        for kind in ["candidates", "hostile"] {
            let folder = workspace().join("examples").join(example.folder).join(kind);
            for entry in std::fs::read_dir(folder).unwrap() {
                let name = format!("{kind}/{}", entry.unwrap().file_name().to_str().unwrap());
                assert!(paths.contains(&name), "{}/{name} is not tested", example.folder);
            }
        }
    }
}

/// A metric of each case of a verdict.
fn by_case(verdict: &Verdict, metric: &str) -> Vec<f64> {
    let value = |case: &lazaret_trial::CaseOutcome| {
        let found = case.measurements.iter().find(|it| it.name == metric);
        found.unwrap_or_else(|| panic!("no `{metric}`: {:?}", case.reason)).value
    };
    verdict.cases.iter().map(value).collect()
}

#[test]
fn classic_constructions_have_their_known_sizes() {
    let sizes = |folder: &str, path: &str, metric: &str| {
        by_case(&verdicts(folder, &[path.to_owned()])[0], metric)
    };
    // The school's method, Strassen's, and Strassen's on blocks with an odd row or column left over.
    let ranks = |name: &str| sizes("matrix-multiplication", name, "rank");
    assert_eq!(ranks("candidates/school.py"), [8.0, 27.0, 40.0, 64.0, 80.0]);
    assert_eq!(ranks("candidates/strassen.py"), [7.0, 26.0, 36.0, 49.0, 65.0]);
    // The roots of D_3, D_4 and E_8, which cannot be outdone.
    let vectors = sizes("kissing-number", "candidates/mixed.py", "vectors");
    assert_eq!(vectors, [12.0, 24.0, 240.0, 416.0]);
    // All alike: half of each cycle, rounded down, in each digit; and all (0, y).
    let sets = sizes("cyclic-graphs", "candidates/linear.py", "size");
    assert_eq!(sets, [4.0, 27.0, 64.0, 625.0]);
    assert_eq!(sizes("corner-free", "candidates/counts.py", "size"), [2.0, 4.0, 8.0, 16.0]);
}

/// Evaluates a program on a task that ships, with other sizes in a line of its evaluator.
#[track_caller]
fn small(folder: &str, (line, other): (&str, &str), program: &str) -> Vec<Vec<f64>> {
    let example = workspace().join("examples").join(folder);
    let copy = tempfile::tempdir().unwrap();
    let evaluator = std::fs::read_to_string(example.join("evaluator.py")).unwrap();
    assert!(evaluator.contains(line), "{folder} has no line `{line}`");
    write(&copy, "evaluator.py", evaluator.replace(line, other).as_bytes());
    write(&copy, "task.toml", &std::fs::read(example.join("task.toml")).unwrap());
    let task = Task::read(copy.path(), &[]).unwrap();
    let candidate = Candidate::of_bytes("small.py", "small.py", program.as_bytes().to_vec());
    let evaluation = evaluate(&task, vec![candidate], 1).expect("the evaluator works");
    let verdict = verdict(&evaluation, 0);
    assert_eq!(verdict.code(), Code::Scored, "{folder}: {:?}", verdict.reason);
    let values = |case: &lazaret_trial::CaseOutcome| {
        case.measurements.iter().map(|it| it.value).collect::<Vec<_>>()
    };
    verdict.cases.iter().map(values).collect()
}

/// What a program that returns `answer` scores.
#[track_caller]
fn constant(folder: &str, answer: &str) -> Vec<f64> {
    let program = format!("def construct():\n    return {answer}\n");
    small(folder, ("import lazaret", "import lazaret"), &program).remove(0)
}

#[test]
fn small_constructions_score_what_can_be_computed_by_hand() {
    // One step is its own square; three steps 1, 2, 1 have the square 1, 4, 6, 4, 1. A lower bound is
    // rounded down: 196 / 288 lies between two floats, nearer to the upper one.
    assert_eq!(constant("autocorrelation", "[1]"), [2.0]);
    assert_eq!(constant("autocorrelation", "[1, 2, 1]"), [2.25]);
    assert_eq!(constant("autocorrelation-second", "[7]"), [2.0 / 3.0]);
    assert_eq!(constant("autocorrelation-second", "[1, 2, 1]"), [(196.0_f64 / 288.0).next_down()]);
    // A box in the middle lies over a half of its complement when it is moved by its width.
    assert_eq!(constant("minimum-overlap", "[0, 1, 1, 0]"), [0.5]);
    // Seven differences and six sums up to 3: 1 + log(7/6) / log(7), rounded down.
    let bound = constant("sums-differences", "[0, 1, 3]");
    assert_eq!(bound[1..], [6.0, 7.0]);
    let expected = 1.0 + (7.0_f64 / 6.0).ln() / 7.0_f64.ln();
    assert!((bound[0] - expected).abs() < 4.0 * f64::EPSILON, "{bound:?}");

    let sizes = ("{26: 2.63586, 32: 2.9379}", "{1: 0.5, 4: 1.0}");
    let circles = "def construct(n):
    side = round(n**0.5)
    r = 1 / (2 * side)
    return [[r + 2 * r * (i % side), r + 2 * r * (i // side), r] for i in range(n)]
";
    assert_eq!(small("circle-packing", sizes, circles), [[100.0, 0.5], [100.0, 1.0]]);

    let sizes = ("{(16, 2): 12.889266, (14, 3): 4.165850}", "{(4, 2): 2.0, (4, 3): 1.0}");
    let points = "def construct(n, d):
    square = [[0, 0], [0, 1], [1, 0], [1, 1]]
    return square if d == 2 else [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
";
    assert_eq!(small("distance-ratio", sizes, points), [[100.0, 2.0], [100.0, 1.0]]);

    // A square is cut in halves by three of its corners. A right triangle of area 1/4 is a share of 1 / sqrt(3).
    let sizes = (
        r#"{("triangle", 11): 0.036529, ("convex", 13): 0.030936}"#,
        r#"{("convex", 4): 0.5, ("triangle", 3): 0.5}"#,
    );
    let points = "def construct(region, n):
    return [[0, 0], [1, 0], [0.5, 0.5]] if n == 3 else [[0, 0], [5, 0], [0, 5], [5, 5]]
";
    let areas = small("heilbronn", sizes, points);
    assert_eq!(areas[0], [100.0, 0.5]);
    assert!((areas[1][1] - 1.0 / 3.0_f64.sqrt()).abs() < f64::EPSILON, "{areas:?}");

    // One hexagon in itself, and two that touch with a corner.
    let sizes = ("{11: 3.931, 12: 3.942}", "{1: 1.0, 2: 2.0}");
    let hexagons = "def construct(n):
    return [[n - 1, 0, 0]] + [[2 * i, 0, 60 * i] for i in range(n)]
";
    assert_eq!(small("hexagon-packing", sizes, hexagons), [[100.0, 1.0], [100.0, 2.0]]);
}

/// The least that a check of packings must do: a construction that touches is taken, and one that is a last bit
/// tighter is not.
#[test]
fn a_last_bit_too_near_is_too_near() {
    let run = |folder: &str, program: &str| {
        let folder = workspace().join("examples").join(folder);
        let task = Task::read(&folder, &[]).unwrap();
        let candidate = Candidate::of_bytes("x.py", "x.py", program.as_bytes().to_vec());
        let evaluation = evaluate(&task, vec![candidate], 1).unwrap();
        verdict(&evaluation, 0).clone()
    };
    let circles = |radius: &str| {
        let program = format!(
            "def construct(n):\n    return [[(2 * (i % 8) + 1) / 16, (2 * (i // 8) + 1) / 16, {radius}] for i in range(n)]\n"
        );
        run("circle-packing", &program)
    };
    assert_eq!(circles("0.0625").code(), Code::Scored);
    assert_eq!(circles("0.06250000000000001").code(), Code::FailedInvalidOutput);
    let vectors = |last: &str| {
        let program = format!(
            "def construct(n):\n    return [[10**29] + [0] * (n - 1), [5 * 10**28, {last}] + [0] * (n - 2)]\n"
        );
        run("kissing-number", &program)
    };
    // 60 degrees is a root of three away: the whole number above it is enough, the one below is not.
    let root = "__import__('math').isqrt(75 * 10**56)";
    assert_eq!(vectors(root).code(), Code::FailedInvalidOutput);
    assert_eq!(vectors("10**29").code(), Code::Scored);
}

/// A kernel's score is its fuel, so it is a property of the program: the same each time, less for a better one.
#[test]
fn kernels_are_scored_by_their_fuel_and_wrong_ones_not_at_all() {
    if left_out() {
        return;
    }
    let all = kernels(&["candidates/plain.c", "candidates/tiled.c", "candidates/rows.rs"]);
    for verdict in &all {
        assert_eq!(verdict.code(), Code::Scored, "{:?}", verdict.reason);
        let counted: f64 = by_case(verdict, "cost").iter().rev().take(4).sum();
        assert_eq!(verdict.score, Some(counted));
        let fuel: Vec<u64> = verdict.cases.iter().map(|it| it.candidate_usage.fuel).collect();
        let costs: Vec<f64> = fuel.into_iter().map(|fuel| fuel as f64).collect();
        assert_eq!(
            by_case(verdict, "cost"),
            costs,
            "what the evaluator saw is what the host counted"
        );
    }
    assert!(all[1].score < all[0].score, "{:?} {:?}", all[1].score, all[0].score);
    assert_eq!(all, kernels(&["candidates/plain.c", "candidates/tiled.c", "candidates/rows.rs"]));

    let wrong = kernels(&["hostile/cheat_empty.c", "hostile/wrong_sparse.c"]);
    for (verdict, kind) in
        wrong.iter().zip(["1 by 1 and 1 by 1 (any)", "9 by 11 and 11 by 10 (sparse)"])
    {
        assert_eq!(verdict.code(), Code::FailedInvalidOutput, "{:?}", verdict.reason);
        assert!(verdict.reason.message.contains(kind), "{:?}", verdict.reason);
    }
}

fn kernels(paths: &[&str]) -> Vec<Verdict> {
    let folder = workspace().join("examples/kernel");
    let task = Task::read(&folder, &[]).unwrap();
    let candidates = paths.iter().map(|path| Candidate::read(&folder.join(path))).collect();
    crate::languages::verdicts(&task, candidates)
}

/// The commands in the blocks of a page.
fn commands(page: &str) -> Vec<String> {
    let blocks = page.split("```").skip(1).step_by(2);
    blocks
        .flat_map(str::lines)
        .filter_map(|line| line.strip_prefix("lazaret "))
        .map(|line| line.split(" #").next().unwrap_or(line).trim().to_owned())
        .collect()
}

/// Runs `lazaret` as from the top of the repository, with a ledger elsewhere.
fn lazaret(ledger: &TempDir, words: &[&str]) -> Output {
    let ledger = ledger.path().join("ledger");
    python::command(&workspace(), &ledger, words).output().unwrap().into()
}

/// Runs those commands of all pages that begin with a word, with few trials.
fn run_commands(word: &str) {
    let others = ["kernel", "start", "cap-set", "online-bin-packing"];
    let folders = EXAMPLES.iter().map(|it| it.folder).chain(others);
    for folder in folders {
        let page = workspace().join("examples").join(folder).join("README.md");
        let mut commands = commands(&std::fs::read_to_string(page).unwrap());
        assert!(
            commands.iter().all(|it| ["eval", "evolve"].iter().any(|word| it.starts_with(word))),
            "{folder} has a command that no test runs"
        );
        commands.retain(|command| command.starts_with(word));
        if ["kernel", "start"].contains(&folder) && left_out() {
            continue;
        }
        assert!(!commands.is_empty() || others.contains(&folder), "{folder} has no `{word}`");
        let ledger = tempfile::tempdir().unwrap();
        for command in commands {
            let mut words: Vec<&str> = command.split_whitespace().collect();
            if let Some(at) = words.iter().position(|word| *word == "--trials") {
                words[at + 1] = "3";
            }
            let output = lazaret(&ledger, &words);
            // Of hostile candidates some are turned away, and the exit code says so.
            let expected = i32::from(command.contains("/hostile"));
            assert_eq!(
                output.exit,
                Some(expected),
                "{command}: {}{}",
                output.stdout,
                output.stderr
            );
        }
    }
}

#[test]
fn the_commands_of_the_pages_that_judge_run() {
    run_commands("eval");
}

#[test]
fn the_commands_of_the_pages_that_evolve_run() {
    run_commands("evolve");
}

/// Where the pages say that `mutate` improves on the first candidate within a few trials, it does.
#[test]
fn a_campaign_improves_on_the_first_candidate() {
    let ledger = tempfile::tempdir().unwrap();
    for (task, trials) in [("autocorrelation", "16"), ("sums-differences", "16")] {
        let task = format!("examples/{task}");
        let words = ["evolve", &task, "--trials", trials, "--seed", "1", "--json", "--quiet"];
        let output = lazaret(&ledger, &words);
        let document = output.json();
        let scores: Vec<f64> = document["improvements"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["score"].as_f64().unwrap())
            .collect();
        assert!(scores.len() > 1, "{task}: {scores:?}");
    }
}
