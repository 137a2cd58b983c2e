//! Pictures, in SVG without any script, with colours that the page decides.

use std::collections::BTreeMap;
use std::fmt::Write;

use lazaret_campaign::Cell;
use lazaret_trial::{Goal, format_count};

use crate::document::format_score;
use crate::html::escape;
use crate::material::Material;

/// The size of a picture in its own units.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
/// The space for words at its left and below it.
const LEFT: f64 = 64.0;
const BELOW: f64 = 30.0;
const ABOVE: f64 = 12.0;
const RIGHT: f64 = 12.0;

/// From a range of numbers to a range of places.
struct Scale {
    from: f64,
    to: f64,
    begin: f64,
    end: f64,
}

impl Scale {
    fn at(&self, value: f64) -> f64 {
        let span = self.to - self.from;
        let part = if span == 0.0 { 0.5 } else { (value - self.from) / span };
        self.begin + part.clamp(0.0, 1.0) * (self.end - self.begin)
    }
}

fn open(title: &str, height: f64) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">\n",
        escape(title)
    )
}

fn word(svg: &mut String, x: f64, y: f64, anchor: &str, words: &str) {
    let words = escape(words);
    // Writing to a text cannot fail.
    let _ =
        writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>");
}

fn line(svg: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    let ((x1, y1), (x2, y2)) = (from, to);
    let _ = writeln!(
        svg,
        "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
    );
}

/// Scores over trials.
pub fn curve(material: &Material) -> String {
    let settings = &material.history.settings;
    let mut svg = open("scores over trials", HEIGHT);
    let improvements: Vec<(u64, f64, Option<f64>)> = material
        .improvements
        .iter()
        .filter_map(|it| {
            let held_out = it.trial.held_out.as_ref().and_then(|it| it.score);
            Some((it.trial.number, it.trial.score?, held_out))
        })
        .collect();
    // What is far worse than the first program would press all else into a line.
    let mut values: Vec<f64> = improvements
        .iter()
        .flat_map(|(_, score, held_out)| [Some(*score), *held_out])
        .flatten()
        .collect();
    values.sort_by(f64::total_cmp);
    let (low, high) =
        (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(1.0));
    let room = ((high - low) * 0.15).max(f64::MIN_POSITIVE);
    let (low, high) = (low - room, high + room);
    let trials = material.history.state.trials.max(1) as f64;
    let across = Scale { from: 0.0, to: trials, begin: LEFT, end: WIDTH - RIGHT };
    let up = Scale { from: low, to: high, begin: HEIGHT - BELOW, end: ABOVE };
    for step in 0..=4_u32 {
        let value = low + (high - low) * f64::from(step) / 4.0;
        let y = up.at(value);
        line(&mut svg, "grid", (LEFT, y), (WIDTH - RIGHT, y));
        word(&mut svg, LEFT - 6.0, y + 4.0, "end", &format_score(value));
        let trial = trials * f64::from(step) / 4.0;
        word(&mut svg, across.at(trial), HEIGHT - 10.0, "middle", &format!("{trial:.0}"));
    }
    for (number, score) in material.points.iter().filter(|(_, score)| (low..=high).contains(score))
    {
        let (x, y) = (across.at(*number as f64), up.at(*score));
        let _ = writeln!(svg, "<circle class=\"trial\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.6\"/>");
    }
    let mut path = String::new();
    for (index, (number, score, _)) in improvements.iter().enumerate() {
        let (x, y) = (across.at(*number as f64), up.at(*score));
        let _ = match index {
            0 => write!(path, "M{x:.1} {y:.1}"),
            _ => write!(path, " H{x:.1} V{y:.1}"),
        };
    }
    let _ = writeln!(svg, "<path class=\"search\" d=\"{path} H{:.1}\"/>", WIDTH - RIGHT);
    for (number, _, held_out) in &improvements {
        let Some(held_out) = held_out else { continue };
        let (x, y) = (across.at(*number as f64), up.at(*held_out));
        let _ = writeln!(svg, "<circle class=\"held-out\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"/>");
    }
    let goal =
        if settings.metric.goal == Goal::Minimize { "less is better" } else { "more is better" };
    let mut key = LEFT + 8.0;
    for (class, words) in
        [("search", "search, best so far"), ("held-out", "held-out"), ("trial", "scored trials")]
    {
        let y = ABOVE + 6.0;
        let _ = match class {
            "search" => writeln!(svg, "<path class=\"search\" d=\"M{key:.1} {y:.1} h14\"/>"),
            _ => writeln!(
                svg,
                "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{y:.1}\" r=\"4\"/>",
                key + 7.0
            ),
        };
        word(&mut svg, key + 20.0, y + 4.0, "start", words);
        key += 40.0 + 7.0 * words.len() as f64;
    }
    word(&mut svg, WIDTH - RIGHT, ABOVE + 10.0, "end", goal);
    svg + "</svg>"
}

/// The best of each size and fuel.
pub fn map(material: &Material) -> String {
    let archive = &material.history.state.archive;
    let minimize = material.history.settings.metric.goal == Goal::Minimize;
    let mut cells: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for elite in (0..archive.islands()).flat_map(|island| archive.ranked(island)) {
        let cell = Cell::of(elite.bytes, elite.fuel);
        let best = cells.entry((cell.bytes, cell.fuel)).or_insert(elite.score);
        if archive.is_better(elite.score, *best) {
            *best = elite.score;
        }
    }
    let range = |pick: fn(&(u32, u32)) -> u32| {
        let low = cells.keys().map(pick).min().unwrap_or(0);
        (low, cells.keys().map(pick).max().unwrap_or(0) + 1)
    };
    let ((x_low, x_high), (y_low, y_high)) = (range(|it| it.0), range(|it| it.1));
    let scale =
        |from: u32, to: u32, begin, end| Scale { from: from.into(), to: to.into(), begin, end };
    let across = scale(x_low, x_high, LEFT + 20.0, WIDTH - RIGHT);
    let up = scale(y_low, y_high, HEIGHT - BELOW - 8.0, ABOVE);
    let mut scores: Vec<f64> = cells.values().copied().collect();
    scores.sort_by(f64::total_cmp);
    let mut svg = open("the archive: size, fuel and score", HEIGHT);
    for ((bytes, fuel), score) in &cells {
        let (x, y) = (across.at((*bytes).into()), up.at((fuel + 1).into()));
        let width = across.at((bytes + 1).into()) - x - 1.0;
        let height = up.at((*fuel).into()) - y - 1.0;
        let place = scores.iter().filter(|other| *other < score).count() as f64;
        let part = place / (scores.len().max(2) - 1) as f64;
        let opacity = 0.15 + 0.85 * if minimize { 1.0 - part } else { part };
        let _ = writeln!(
            svg,
            "<rect class=\"cell\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill-opacity=\"{opacity:.2}\"><title>{}</title></rect>",
            format_score(*score)
        );
    }
    let bytes = |step: u32| format!("{} bytes", Cell::begin(step));
    let fuel = |step: u32| format!("{} M fuel", format_count(Cell::begin(step) / 1_000_000));
    word(&mut svg, LEFT + 20.0, HEIGHT - 14.0, "start", &bytes(x_low));
    word(&mut svg, WIDTH - RIGHT, HEIGHT - 14.0, "end", &bytes(x_high));
    word(&mut svg, LEFT + 14.0, HEIGHT - BELOW - 8.0, "end", &fuel(y_low));
    word(&mut svg, LEFT + 14.0, ABOVE + 10.0, "end", &fuel(y_high));
    svg + "</svg>"
}

/// Trials by what became of them.
pub fn fates(material: &Material) -> String {
    let fates = &material.history.state.fates;
    let most = fates.values().copied().max().unwrap_or(1).max(1) as f64;
    let height = 26.0 * fates.len() as f64 + 8.0;
    let across = Scale { from: 0.0, to: most, begin: 110.0, end: WIDTH - 80.0 };
    let mut svg = open("trials by what became of them", height);
    for (row, (fate, count)) in fates.iter().enumerate() {
        let y = 26.0 * row as f64 + 6.0;
        word(&mut svg, 100.0, y + 13.0, "end", fate.name());
        let width = (across.at(*count as f64) - 110.0).max(1.0);
        let _ = writeln!(
            svg,
            "<rect class=\"bar\" x=\"110\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"18\"/>"
        );
        word(&mut svg, 116.0 + width, y + 13.0, "start", &count.to_string());
    }
    svg + "</svg>"
}
