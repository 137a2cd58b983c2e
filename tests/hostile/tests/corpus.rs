//! Judges every case once, so that no change of the runtime lets a hostile program out unnoticed.
//!
//! These tests need the plugins and the compilers; `cargo xtask test` sets both up.

use lazaret_hostile::{
    Corpus, Isolation, Languages, Report, Runner, Tasks, home, open_host, table,
};

#[test]
fn every_hostile_program_is_contained_for_the_right_reason() {
    let languages = match std::env::var_os("LAZARET_TEST_WITHOUT_COMPILERS") {
        Some(_) => Languages::WithoutCompilers,
        None => Languages::All,
    };
    let tasks = Tasks::read().expect("the tasks are well formed");
    let corpus = Corpus::read(&tasks, "", languages).expect("the corpus is there");
    let host = open_host(&home(), Isolation::Usual, languages).expect("the host opens");
    let runner = Runner::new(host, tasks).expect("honest candidates are given the full score");
    let report = |entry: lazaret_hostile::Entry| {
        let outcome = entry.case.map(|case| runner.run(&case).expect("the kernel tells of memory"));
        Report { path: entry.path, outcome }
    };
    let reports: Vec<Report> = corpus.entries.into_iter().map(report).collect();
    assert!(reports.iter().all(Report::good), "\n{}", table(&reports, corpus.left_out));
}
