//! Holds the whole source tree to the house rules of `tidy_rules`.

use std::path::{Path, PathBuf};

use crate::support;
use crate::tidy_rules::{
    EDGES, check_confined, check_leftovers, check_length, check_manifest, check_module_docs,
    check_profiles, check_wit, check_wit_name, manifest,
};

/// Folders with nothing of ours in them.
const SKIPPED: &[&str] = &["target", ".git", "node_modules", "__pycache__"];

/// Files below `folder` that end in `extension`, as paths from the workspace with `/`, and their texts.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let root = support::workspace();
    let mut pending = vec![root.join(folder)];
    let mut files = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            let skipped = path.file_name().is_some_and(|name| SKIPPED.iter().any(|it| name == *it));
            if !skipped {
                pending.extend(children(&path));
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            let text = std::fs::read_to_string(&path).expect("sources are UTF-8 text");
            let name = path.strip_prefix(&root).expect("below the workspace");
            files.push((name.to_string_lossy().into_owned(), text));
        }
    }
    files.sort();
    files
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder can be listed");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

/// Applies a rule to files and reports all findings at once.
#[track_caller]
fn hold(files: &[(String, String)], rule: impl Fn(&str, &str) -> Vec<String>) {
    assert!(!files.is_empty(), "there are no files to hold to the rule");
    let mut all = String::new();
    for (path, text) in files {
        for finding in rule(path, text) {
            all.push_str(&format!("{path}: {finding}\n"));
        }
    }
    assert!(all.is_empty(), "\n{all}");
}

/// Our own sources. What the cases of the hostile corpus and the worlds around them say is for the runtime to judge.
fn sources() -> Vec<(String, String)> {
    let folders = ["runtime", "plugins", "tests", "examples"];
    let there = folders.iter().filter(|folder| support::workspace().join(folder).is_dir());
    let all = there.flat_map(|folder| files(folder, "rs"));
    let guests = ["tests/hostile/cases/", "tests/header/worlds/"];
    all.filter(|(path, _)| !guests.iter().any(|folder| path.starts_with(folder))).collect()
}

#[test]
fn crates_depend_only_on_what_the_table_of_layers_allows() {
    let mut manifests = files("runtime", "toml");
    manifests.retain(|(path, _)| path.ends_with("/Cargo.toml"));
    hold(&manifests, |_, text| match manifest(text) {
        Ok(manifest) => check_manifest(&manifest),
        Err(error) => vec![error],
    });
    // A table with crates that are gone would be no description of what is there.
    let names: Vec<String> =
        manifests.iter().filter_map(|(_, text)| Some(manifest(text).ok()?.name)).collect();
    for (name, edges) in EDGES {
        assert!(names.iter().any(|known| known == name), "`{name}` is in the table only");
        for edge in *edges {
            assert!(names.iter().any(|known| known == edge), "`{edge}` is in the table only");
        }
    }
    assert_eq!(names.len(), EDGES.len());
}

/// The other half of it stands in `trial`: a build for release in which a wall could be taken away does not
/// compile.
#[test]
fn no_profile_makes_a_release_like_a_build_for_tests() {
    let mut settings: Vec<(String, String)> = ["Cargo.toml", ".cargo/config.toml"]
        .iter()
        .map(|name| (*name, support::workspace().join(name)))
        .filter_map(|(name, path)| Some((name.to_owned(), std::fs::read_to_string(path).ok()?)))
        .collect();
    assert!(settings.iter().any(|(_, text)| text.contains("[profile.release]")));
    settings.extend(files("runtime", "toml"));
    hold(&settings, |_, text| check_profiles(text));
}

#[test]
fn source_files_are_short() {
    hold(&sources(), |_, text| check_length(text));
}

#[test]
fn modules_say_what_they_are_for() {
    hold(&sources(), |_, text| check_module_docs(text));
}

#[test]
fn dangerous_things_are_made_in_one_place() {
    let mut sources = sources();
    // The tests may do what they test against, and the rules themselves quote what they forbid.
    sources.retain(|(path, _)| path.starts_with("runtime/") || path.starts_with("tests/xtask/"));
    hold(&sources, check_confined);
}

#[test]
fn nothing_is_left_over() {
    let mut sources = sources();
    sources.retain(|(path, _)| !path.ends_with("/tidy_rules.rs"));
    hold(&sources, |_, text| check_leftovers(text));
}

#[test]
fn the_contract_carries_versions() {
    hold(&files("wit", "wit"), |_, text| check_wit(text));
}

#[test]
fn an_interface_is_alone_in_the_file_of_its_name() {
    hold(&files("wit", "wit"), check_wit_name);
}

#[test]
fn a_package_has_one_version() {
    let files = files("wit", "wit");
    let package = |text: &str| {
        text.lines().find(|line| line.starts_with("package ")).unwrap_or_default().to_owned()
    };
    for (path, text) in &files {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder);
        for (other, other_text) in &files {
            if other.rsplit_once('/').map(|(folder, _)| folder) == folder {
                assert_eq!(package(text), package(other_text), "{path} and {other}");
            }
        }
    }
}

#[test]
fn corpus_files_end_their_lines_cleanly() {
    hold(&files("tests", "wat"), |_, text| {
        let mut findings = check_leftovers(text);
        if !text.ends_with('\n') {
            findings.push("does not end in a line end".to_owned());
        }
        findings
    });
}
