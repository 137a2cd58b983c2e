//! Progress on long work: a live bar on a terminal, plain lines elsewhere.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use lazaret_host::{Event, Outcome};

use crate::text;

/// Lines about set-up work that takes seconds.
pub fn setup_line(line: &str) {
    text::err(&format!("{} {}", text::cyan("setup:"), text::escape_line(line, 200)));
}

/// How much is done of something that can be counted.
pub struct Bar {
    bar: ProgressBar,
    what: &'static str,
}

impl Bar {
    /// Hidden by itself when standard error is no terminal.
    pub fn new(total: u64, what: &'static str) -> Self {
        let bar = ProgressBar::new(total);
        let template = format!("{{bar:30.cyan/dim}} {{pos}}/{{len}} {what}  {{elapsed}}");
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar, what }
    }

    /// So much is done.
    pub fn set(&self, done: u64) {
        if self.bar.is_hidden() && done == 1 {
            text::err(&format!("the first of the {} is there", self.what));
        }
        self.bar.set_position(done);
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The progress of an evaluation.
pub struct Progress {
    bar: ProgressBar,
    quiet: bool,
}

impl Progress {
    /// `quiet` shows nothing at all.
    pub fn new(quiet: bool) -> Self {
        Self { bar: ProgressBar::hidden(), quiet }
    }

    /// Shows an event.
    pub fn show(&mut self, event: &Event<'_>) {
        if self.quiet {
            return;
        }
        match event {
            Event::Started { candidates, cases } => {
                let total = (candidates * cases) as u64;
                // Hidden by itself when standard error is no terminal.
                self.bar = ProgressBar::new(total);
                if let Ok(style) = ProgressStyle::with_template(
                    "{bar:30.cyan/dim} {pos}/{len} cases  {elapsed}  {msg}",
                ) {
                    self.bar.set_style(style);
                }
                self.bar.enable_steady_tick(Duration::from_millis(100));
            }
            Event::CaseDone { label } => {
                self.bar.set_message(text::escape_line(label, 40));
                self.bar.inc(1);
            }
            Event::CandidateDone { result } => {
                if self.bar.is_hidden() {
                    let outcome = match &result.outcome {
                        Outcome::Verdict(verdict) => verdict.code().as_str(),
                        Outcome::Unreadable(_) => "unreadable",
                    };
                    text::err(&format!(
                        "done: {} {outcome}",
                        text::escape_line(&result.label, 200)
                    ));
                }
            }
        }
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
