//! How a campaign looks while it runs, and in a few lines.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use lazaret_campaign::{Ending, Event, Improvement, Limits, Snapshot, Spent, State, format_money};
use lazaret_trial::format_count;

use crate::text;

/// How wide the curve is.
const CURVE: usize = 32;

/// How often something is said where there is no terminal.
const QUIET_LINE: Duration = Duration::from_secs(10);

/// A few lines that show where a campaign stands.
pub struct Display {
    bar: ProgressBar,
    name: String,
    limits: Limits,
    begin: Instant,
    said: Instant,
    quiet: bool,
    first: u64,
    shown: usize,
    alarmed: bool,
    unit: String,
    metric: String,
    minimize: bool,
}

impl Display {
    pub fn new(name: &str, limits: &Limits, quiet: bool) -> Self {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        if let Ok(style) = ProgressStyle::with_template("{spinner:.cyan} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self {
            bar,
            name: name.to_owned(),
            limits: *limits,
            begin: Instant::now(),
            said: Instant::now(),
            quiet,
            first: 0,
            shown: 0,
            alarmed: false,
            unit: String::new(),
            metric: String::new(),
            minimize: true,
        }
    }

    pub fn show(&mut self, event: &Event<'_>) {
        match event {
            Event::Begun { settings, .. } => {
                let metric = &settings.metric;
                self.metric.clone_from(&metric.name);
                self.unit = text::escape_line(&metric.unit, 8);
                self.minimize = metric.goal == lazaret_trial::Goal::Minimize;
            }
            Event::Judged => self.bar.tick(),
            Event::Round(snapshot) => self.round(snapshot),
        }
    }

    fn round(&mut self, snapshot: &Snapshot<'_>) {
        let state = snapshot.state;
        let improvements = state.archive.improvements();
        if self.first == 0 {
            self.first = state.trials;
            self.begin = Instant::now();
        }
        if self.bar.is_hidden() && !self.quiet {
            for it in improvements.iter().skip(self.shown) {
                text::err(&self.improvement(it));
            }
            if QUIET_LINE < self.said.elapsed() {
                self.said = Instant::now();
                text::err(&self.head(state));
            }
        }
        self.shown = improvements.len();
        if snapshot.alarm && !self.alarmed && !self.quiet {
            let said = "the last improvements made the held-out score worse: what is gained is gained on the cases that are searched by";
            self.bar.suspend(|| text::err(&format!("{} {said}", text::red("gap:"))));
        }
        self.alarmed = snapshot.alarm;
        let mut lines = vec![self.head(state)];
        if let Some(last) = improvements.last() {
            lines.push(format!("  {}  {}", self.improvement(last), self.curve(improvements)));
        }
        let islands = (0..state.archive.islands()).map(|island| {
            let best = state.archive.ranked(island).first().map(|it| it.score);
            best.map_or_else(|| "-".to_owned(), |it| format!("{it:.3}"))
        });
        lines.push(format!("  islands {}", islands.collect::<Vec<_>>().join("  ")));
        lines.push(format!("  {}", classes(state)));
        lines.extend(spent(state).map(|it| format!("  {it}")));
        self.bar.set_message(lines.join("\n"));
    }

    fn head(&self, state: &State) -> String {
        let elapsed = self.begin.elapsed();
        let made = state.trials.saturating_sub(self.first);
        let rate = 60.0 * made as f64 / elapsed.as_secs_f64().max(0.001);
        let mut left = Vec::new();
        if let Some(end) = self.limits.trials {
            left.push(format!("{} trials", end.saturating_sub(state.trials)));
        }
        if let Some(end) = self.limits.fuel {
            left.push(format!("{} fuel", format_count(end.saturating_sub(state.fuel))));
        }
        if let Some(end) = self.limits.wall {
            let seconds = end.saturating_sub(elapsed).as_secs();
            left.push(format!("{}:{:02}", seconds / 60, seconds % 60));
        }
        let left = left.join(", ");
        let seconds = elapsed.as_secs();
        format!(
            "{}  {} trials  {rate:.0} a minute  {}:{:02}   left: {left}",
            self.name,
            state.trials,
            seconds / 60,
            seconds % 60
        )
    }

    fn improvement(&self, it: &Improvement) -> String {
        let held_out = it.held_out.map_or_else(String::new, |it| format!(", held-out {it:.4}"));
        format!(
            "best {} {:.4} {} at trial {}{held_out}",
            self.metric, it.search, self.unit, it.trial
        )
    }

    /// The best score over the trials, from worst to best.
    fn curve(&self, improvements: &[Improvement]) -> String {
        const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
        let (Some(first), Some(last)) = (improvements.first(), improvements.last()) else {
            return String::new();
        };
        let span = (first.search - last.search).abs();
        if span == 0.0 || last.trial == 0 {
            return String::new();
        }
        let at = |column: usize| {
            let trial = last.trial * column as u64 / (CURVE as u64 - 1);
            improvements.iter().take_while(|it| it.trial <= trial).last().unwrap_or(first)
        };
        let step = |column: usize| {
            let part = (at(column).search - first.search).abs() / span;
            let part = if self.minimize { 1.0 - part } else { part };
            let mut reached =
                STEPS.iter().enumerate().filter(|(number, _)| *number as f64 <= part * 7.0);
            reached.next_back().map_or('▁', |(_, step)| *step)
        };
        (0..CURVE).map(step).collect()
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// How many trials ended how.
pub fn classes(state: &State) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (fate, count) in state.fates.iter().rev() {
        parts.push(format!("{} {count}", fate.name()));
    }
    let mut failed: Vec<(u64, &str)> = state
        .codes
        .iter()
        .filter(|(code, _)| code.as_str() != "scored")
        .map(|(code, count)| (*count, code.as_str()))
        .collect();
    failed.sort_by(|one, other| other.cmp(one));
    let failed: Vec<String> =
        failed.into_iter().take(4).map(|(count, code)| format!("{code} {count}")).collect();
    if !failed.is_empty() {
        parts.push(format!("({})", failed.join(", ")));
    }
    parts.join("  ")
}

/// What models were given and gave, if any were asked.
pub fn spent(state: &State) -> Option<String> {
    let Spent { tokens_in, tokens_out, requests, cost, .. } = state.spent;
    let count = format_count;
    (0 < tokens_in.max(tokens_out).max(requests)).then(|| {
        let (tokens_in, tokens_out) = (count(tokens_in), count(tokens_out));
        let cost = if cost == 0 { String::new() } else { format!("  cost {}", format_money(cost)) };
        format!("tokens {tokens_in} in, {tokens_out} out  requests {}{cost}", count(requests))
    })
}

/// Why it ended, in words.
pub const fn ending_words(ending: Ending) -> &'static str {
    match ending {
        Ending::Trials => "all trials are made",
        Ending::Fuel => "the next trial may need more fuel than is left",
        Ending::Wall => "the time is up",
        Ending::Target => "the score is good enough",
        Ending::Tokens => "the next round may need more tokens than are left",
        Ending::Cost => "the next round may cost more than is left",
        Ending::Gap => "ended because improvements made the held-out score worse",
        Ending::Interrupted => "interrupted",
    }
}
