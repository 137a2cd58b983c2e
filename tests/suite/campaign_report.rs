//! `lazaret report`: it says what the ledger says, and whatever was changed in it shows.

use lazaret_host::ledger::Ledger;
use lazaret_report::{Form, ReportError, check, report};

use crate::campaign::{Room, proposer};
use crate::support::{Output, write};

/// A campaign whose proposer writes what would be code on a page, in a terminal, and in a paper.
fn made(room: &Room) -> Ledger {
    let code = "        note = '<script>alert(1)</script> \\x1b[2J & $x$ |'\n        programs.append({'program': f'def curve(x):\\n    return x * {trial}  # </pre><script>\\n', 'note': note})";
    let command = proposer(room, code);
    room.done("ledger", &["--command", &command, "--trials", "25", "--round", "8", "--name", "c"]);
    Ledger::open_to_read(&room.path("ledger")).unwrap()
}

#[test]
fn every_number_follows_from_the_ledger_and_none_can_be_changed() {
    let room = Room::new();
    let ledger = made(&room);
    for form in [Form::Html, Form::Markdown, Form::Latex] {
        let whole = report(&ledger, "c", form).unwrap();
        assert_eq!(whole, report(&ledger, "c", form).unwrap());
        check(&ledger, &whole).unwrap();
        // Each digit that stands anywhere, another one at a time.
        let (mut changed, mut found) = (0, 0);
        let places: Vec<usize> =
            whole.match_indices(|it: char| it.is_ascii_digit()).map(|(place, _)| place).collect();
        let every = places.len().div_ceil(250);
        for place in places.into_iter().step_by(every) {
            let mut bytes = whole.clone().into_bytes();
            bytes[place] = if bytes[place] == b'9' { b'8' } else { bytes[place] + 1 };
            let other = String::from_utf8(bytes).unwrap();
            changed += 1;
            match check(&ledger, &other) {
                Ok(_) => panic!("{form:?}: a digit at {place} was changed, and nobody noticed"),
                Err(ReportError::Differs { .. }) => found += 1,
                // What the report says of itself may be about nothing.
                Err(
                    ReportError::Campaign(_) | ReportError::NoReport(_) | ReportError::Empty(_),
                ) => {}
            }
        }
        assert!(100 < changed && changed - found < 20, "{changed} {found}");
        // A line that was added, one that is missing, and an end that is gone.
        let (first, rest) =
            whole.split_once("\n\n").unwrap_or_else(|| whole.split_at(whole.len() / 2));
        for other in
            [format!("{first}\nAll is well.\n\n{rest}"), whole[..whole.len() - 9].to_owned()]
        {
            assert!(matches!(check(&ledger, &other), Err(ReportError::Differs { .. })));
        }
    }
    assert!(matches!(check(&ledger, "hello\n"), Err(ReportError::NoReport(_))));
    assert!(matches!(check(&ledger, ""), Err(ReportError::NoReport(_))));
    // It is of the rounds that there were, whatever comes after them.
    let before = report(&ledger, "c", Form::Html).unwrap();
    let code = "        programs.append({'program': f'def curve(x):\\n    return x * x / 2 + {trial % 5}\\n'})";
    proposer(&room, code);
    room.done("ledger", &["--resume", "c", "--trials", "41"]);
    let (after, mut cuts) = (report(&ledger, "c", Form::Html).unwrap(), Vec::new());
    assert_ne!(before, after);
    // A round that a limit has cut stands in a report as far as it came, also when it is made again as a whole.
    for trials in ["44", "46", "49"] {
        room.done("ledger", &["--resume", "c", "--trials", trials]);
        let cut = report(&ledger, "c", Form::Html).unwrap();
        assert!(cut.contains(trials), "{trials}");
        for report in [&cut, &after] {
            check(&ledger, report).unwrap();
        }
        cuts.push(cut);
    }
    for cut in &cuts {
        check(&ledger, cut).unwrap();
    }
    check(&ledger, &before).unwrap();
    check(&ledger, &after).unwrap();
}

#[test]
fn nothing_that_a_proposer_says_becomes_a_part_of_the_page() {
    let room = Room::new();
    let ledger = made(&room);
    let page = report(&ledger, "c", Form::Html).unwrap();
    assert!(!page.contains("<script") && !page.contains('\u{1b}'), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)"), "{page}");
    // One document, and well formed where it can be told.
    for svg in page.split("<svg").skip(1) {
        let svg = format!("<svg{}</svg>", svg.split("</svg>").next().unwrap());
        roxmltree::Document::parse(&svg).unwrap();
    }
    for outside in ["http://", "https://", "src=", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let draft = report(&ledger, "c", Form::Markdown).unwrap();
    assert!(!draft.contains('\u{1b}'));
    // What is indented is code, and stays it.
    let prose = draft.lines().filter(|line| !line.starts_with("    "));
    assert!(prose.clone().any(|line| line.contains("&lt;script")), "{draft}");
    assert!(prose.clone().all(|line| !line.contains("<script")), "{draft}");
    let draft = report(&ledger, "c", Form::Latex).unwrap();
    assert!(draft.contains("\\$x\\$") && !draft.contains('\u{1b}'));
}

#[test]
fn the_command_writes_and_checks() {
    let room = Room::new();
    drop(made(&room));
    let run = |words: &[&str]| -> Output {
        let words: Vec<&str> = std::iter::once("report").chain(words.iter().copied()).collect();
        room.command("ledger", &words).output().unwrap().into()
    };
    let file = room.path("report.html");
    let file = file.to_str().unwrap();
    assert_eq!(run(&["c", "-o", file]).exit, Some(0));
    let good = run(&["--check", file]);
    assert_eq!(good.exit, Some(0), "{}", good.stderr);
    assert!(good.stdout.contains("everything in it follows"), "{}", good.stdout);
    let text = std::fs::read_to_string(file).unwrap();
    write(&room.folder, "report.html", text.replacen("trials.</p>", "trials!</p>", 1).as_bytes());
    let bad = run(&["--check", file]);
    assert_eq!(bad.exit, Some(1), "{}", bad.stderr);
    assert!(bad.stderr.contains("trials!"), "{}", bad.stderr);
    assert_eq!(run(&["nothing"]).exit, Some(2));
    assert_eq!(run(&["--check", "nowhere.html"]).exit, Some(2));
    assert_eq!(run(&[]).exit, Some(2));
    for form in ["markdown", "latex"] {
        let draft = run(&["c", "--format", form]);
        assert_eq!(draft.exit, Some(0), "{}", draft.stderr);
        assert!(draft.stdout.contains("Governance"), "{}", draft.stdout);
    }
}
