//! Cases of the corpus that are texts in a scripting language: finding them, and what is expected of them.

use std::fmt::{Debug, Write};

use lazaret_trial::Reason;

use crate::support;

/// What an evaluator led to: the reason of the verdict, and the score.
pub type Judgement = (Reason, Option<f64>);

/// The files of a folder of the corpus that end in one of these extensions, with their texts.
pub fn files(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let folder = support::workspace().join("tests/corpus").join(folder);
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let extension = path.extension().and_then(|extension| extension.to_str());
        if extension.is_some_and(|extension| extensions.contains(&extension)) {
            let text = std::fs::read_to_string(&path).expect("a case is UTF-8 text");
            files.push((path.file_name().unwrap_or_default().display().to_string(), text));
        }
    }
    assert!(20 < files.len(), "only {} cases: is the corpus complete?", files.len());
    files.sort();
    files
}

/// The leading comment of a text in the form of the other cases. `mark` begins a comment.
pub fn directives(text: &str, mark: &str) -> String {
    let comment = text.lines().map_while(|line| line.strip_prefix(mark)?.strip_prefix(' '));
    let header: String = comment.map(|line| format!(";; {line}\n")).collect();
    // A script has no argument that a case would need by default.
    match header.contains(";; call: ") {
        true => header,
        false => header + ";; call: f []\n",
    }
}

/// Notes it if what happened did not happen again.
pub fn check_repetition<T: Debug>(name: &str, first: &T, second: &T, findings: &mut String) {
    let (first, second) = (format!("{first:?}"), format!("{second:?}"));
    if first != second {
        writeln!(findings, "{name}: differs on repetition:\n  {first}\n  {second}")
            .expect("writing to a text does not fail");
    }
}

/// Notes it if an evaluator did not end as the directives of its text say. `mark` begins a comment.
pub fn check_judgement(
    name: &str,
    text: &str,
    mark: &str,
    judgement: &Judgement,
    findings: &mut String,
) {
    let directive = |name: &str| {
        let start = format!("{mark} {name}: ");
        text.lines().find_map(|line| line.strip_prefix(&start))
    };
    let expected = directive("expect").unwrap_or_else(|| panic!("{name}: no `expect`"));
    let score = directive("score").map(|score| score.parse().expect("a number"));
    let message = directive("message").unwrap_or_default();
    let (reason, found_score) = judgement;
    if reason.code.as_str() != expected
        || !reason.message.contains(message)
        || *found_score != score
    {
        writeln!(findings, "{name}: found {found_score:?}, {reason:?}")
            .expect("writing to a text does not fail");
    }
}
