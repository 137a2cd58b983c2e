//! Pictures, in SVG without any script, with colours that the page decides.

use std::collections::BTreeMap;
use std::fmt::Write;

use lazaret_campaign::{Dimension, Feature, Member};
use lazaret_trial::{Goal, format_bytes, format_count};

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

/// The best of each kind, by the first two features.
pub fn map(material: &Material) -> String {
    let archive = &material.history.state.archive;
    let minimize = material.history.settings.metric.goal == Goal::Minimize;
    let mut cells: BTreeMap<(i64, i64), f64> = BTreeMap::new();
    for (kind, elite) in archive.kinds() {
        let step = |feature: usize| kind.get(feature).copied().unwrap_or(0);
        let best = cells.entry((step(0), step(1))).or_insert(elite.score);
        if archive.is_better(elite.score, *best) {
            *best = elite.score;
        }
    }
    let range = |pick: fn(&(i64, i64)) -> i64| {
        let low = cells.keys().map(pick).min().unwrap_or(0);
        (low, cells.keys().map(pick).max().unwrap_or(0).saturating_add(1))
    };
    let ((x_low, x_high), (y_low, y_high)) = (range(|it| it.0), range(|it| it.1));
    let scale =
        |from: i64, to: i64, begin, end| Scale { from: from as f64, to: to as f64, begin, end };
    let across = scale(x_low, x_high, LEFT + 20.0, WIDTH - RIGHT);
    let up = scale(y_low, y_high, HEIGHT - BELOW - 8.0, ABOVE);
    let mut scores: Vec<f64> = cells.values().copied().collect();
    scores.sort_by(f64::total_cmp);
    let features = archive.features();
    let names: Vec<&str> = features.iter().take(2).map(|it| it.of.name()).collect();
    let mut svg = open(&format!("the archive: {} and score", names.join(", ")), HEIGHT);
    for ((column, row), score) in &cells {
        let (x, y) = (across.at(*column as f64), up.at(row.saturating_add(1) as f64));
        let width = across.at(column.saturating_add(1) as f64) - x - 1.0;
        let height = up.at(*row as f64) - y - 1.0;
        let place = scores.iter().filter(|other| *other < score).count() as f64;
        let part = place / (scores.len().max(2) - 1) as f64;
        let opacity = 0.15 + 0.85 * if minimize { 1.0 - part } else { part };
        let _ = writeln!(
            svg,
            "<rect class=\"cell\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill-opacity=\"{opacity:.2}\"><title>{}</title></rect>",
            format_score(*score)
        );
    }
    if let Some(feature) = features.first() {
        word(&mut svg, LEFT + 20.0, HEIGHT - 14.0, "start", &begin(feature, x_low));
        word(&mut svg, WIDTH - RIGHT, HEIGHT - 14.0, "end", &begin(feature, x_high));
    }
    if let Some(feature) = features.get(1) {
        word(&mut svg, LEFT + 14.0, HEIGHT - BELOW - 8.0, "end", &begin(feature, y_low));
        word(&mut svg, LEFT + 14.0, ABOVE + 10.0, "end", &begin(feature, y_high));
    }
    svg + "</svg>"
}

/// Where a step of a feature begins.
fn begin(feature: &Feature, step: i64) -> String {
    amount(&feature.of, feature.begin(step))
}

/// A number of a program, with its unit.
#[expect(clippy::cast_possible_truncation, reason = "sizes and fuel are whole numbers")]
pub fn amount(dimension: &Dimension, value: f64) -> String {
    match dimension {
        Dimension::Bytes => format!("{value:.0} bytes"),
        Dimension::Fuel if value < 1e8 => format!("{:.2} M fuel", value / 1e6),
        Dimension::Fuel => format!("{} M fuel", format_count((value / 1e6) as u64)),
        Dimension::Memory => format_bytes(value as u64),
        Dimension::Metric(name) => format!("{} {name}", format_score(value)),
    }
}

/// The front, by the first two objectives.
pub fn front(material: &Material) -> String {
    let front = material.history.state.archive.front();
    let [across, up] = [0, 1].map(|objective| {
        let of = |it: &Member| it.values.get(objective).copied();
        let values: Vec<f64> = front.members().iter().filter_map(of).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        (low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
    });
    let (left, below) = (LEFT + 20.0, HEIGHT - BELOW - 8.0);
    let x = Scale { from: across.0, to: across.1, begin: left + 8.0, end: WIDTH - RIGHT - 8.0 };
    let y = Scale { from: up.0, to: up.1, begin: below - 8.0, end: ABOVE + 8.0 };
    let mut svg = open("programs of which none is better in everything", HEIGHT);
    line(&mut svg, "grid", (left, below), (WIDTH - RIGHT, below));
    line(&mut svg, "grid", (left, ABOVE), (left, below));
    for member in front.members() {
        if let [first, second, ..] = member.values.as_slice() {
            let (x, y, trial) = (x.at(*first), y.at(*second), member.elite.trial);
            let _ = writeln!(
                svg,
                "<circle class=\"held-out\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"><title>trial {trial}</title></circle>"
            );
        }
    }
    if let [first, second, ..] = front.objectives() {
        word(&mut svg, left, HEIGHT - 14.0, "start", &amount(&first.of, across.0));
        word(&mut svg, WIDTH - RIGHT, HEIGHT - 14.0, "end", &amount(&first.of, across.1));
        word(&mut svg, left - 6.0, below, "end", &amount(&second.of, up.0));
        word(&mut svg, left - 6.0, ABOVE + 10.0, "end", &amount(&second.of, up.1));
    }
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
