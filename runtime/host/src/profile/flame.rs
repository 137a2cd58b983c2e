//! A profile as a picture: a flame graph in SVG, complete in itself, without any script.
//!
//! The width of a frame is the fuel that was used while it was under way; what it called stands above it. Names
//! come from the program, so each is escaped, and the picture has a bounded number of parts.

use std::collections::BTreeMap;
use std::fmt::Write;

use lazaret_trial::format_count;

use crate::profile::Profile;
use crate::profile::table::label;

/// The height of a frame, in pixels.
const ROW: usize = 18;

/// The height of the title and of what stands below it.
const HEAD: usize = 56;

/// The space around.
const MARGIN: usize = 8;

/// The most frames in a picture. The narrowest are left out first, as nobody could see them.
const FRAMES_MAX: usize = 5_000;

/// A frame in the tree of all stacks.
#[derive(Default)]
struct Node {
    fuel: u64,
    /// By name, so that the same profile gives the same picture.
    callees: BTreeMap<String, Node>,
}

/// A frame in the picture.
struct Rect<'a> {
    name: &'a str,
    depth: usize,
    from: u64,
    fuel: u64,
}

/// The picture. It takes the width that it is given by whoever shows it.
#[must_use]
pub fn flame_graph(profile: &Profile) -> String {
    let mut root = Node::default();
    for sample in &profile.samples {
        root.fuel += sample.fuel;
        let mut node = &mut root;
        for frame in sample.stack.frames() {
            node = node.callees.entry(label(profile, frame)).or_default();
            node.fuel += sample.fuel;
        }
    }
    let mut rects = Vec::new();
    lay_out("all", &root, &mut rects);
    if FRAMES_MAX < rects.len() {
        // Whoever is called is at most as wide as its caller and lies above it, so nothing hangs in the air.
        rects.sort_by_key(|it| (std::cmp::Reverse(it.fuel), it.depth, it.from));
        rects.truncate(FRAMES_MAX);
    }
    let depth = rects.iter().map(|it| it.depth).max().unwrap_or(0);
    let height = HEAD + (depth + 1) * ROW + MARGIN;
    let mut svg = head(profile, height);
    for it in &rects {
        let y = HEAD + (depth - it.depth) * ROW;
        frame(it, root.fuel, y, &mut svg);
    }
    svg.push_str("</svg>\n</svg>\n");
    svg
}

/// All frames from left to right and from below.
fn lay_out<'a>(name: &'a str, root: &'a Node, rects: &mut Vec<Rect<'a>>) {
    let mut pending = vec![(name, root, 0, 0)];
    while let Some((name, node, depth, from)) = pending.pop() {
        rects.push(Rect { name, depth, from, fuel: node.fuel });
        let mut at = from;
        for (name, callee) in &node.callees {
            pending.push((name, callee, depth + 1, at));
            at += callee.fuel;
        }
    }
}

fn head(profile: &Profile, height: usize) -> String {
    let title = escaped(&format!("Fuel of {}", profile.title));
    let fuel = format_count(profile.fuel);
    let mut about = format!("{fuel} fuel, {} samples", profile.samples.len());
    if let Some(reason) = &profile.reason {
        about.push_str(&format!(", ended as {}", reason.code));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" height=\"{height}\" \
         font-family=\"Verdana, DejaVu Sans, sans-serif\" font-size=\"12\">\n\
         <title>{title}</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fdfcf8\"/>\n\
         <text x=\"{MARGIN}\" y=\"22\" font-size=\"16\">{title}</text>\n\
         <text x=\"{MARGIN}\" y=\"42\" fill=\"#555\">{about}; width is fuel, callees above callers</text>\n\
         <svg x=\"0.5%\" width=\"99%\" height=\"{height}\">\n"
    )
}

/// A frame, with its name as far as there is room, and all about it for whoever points at it.
fn frame(it: &Rect<'_>, total: u64, y: usize, svg: &mut String) {
    let share = |fuel: u64| {
        // To a thousandth of a percent, in whole numbers, so that every machine writes the same.
        let part = u128::from(fuel) * 100_000 / u128::from(total.max(1));
        format!("{}.{:03}", part / 1_000, part % 1_000)
    };
    let (x, width) = (share(it.from), share(it.fuel));
    let name = escaped(it.name);
    let fuel = format_count(it.fuel);
    let color = color(it.name);
    // A picture inside of the picture cuts off what does not fit, at every width.
    let _ = writeln!(
        svg,
        "<svg x=\"{x}%\" y=\"{y}\" width=\"{width}%\" height=\"{ROW}\">\
         <title>{name}: {fuel} fuel, {width} %</title>\
         <rect width=\"100%\" height=\"{}\" fill=\"{color}\" stroke=\"#fdfcf8\"/>\
         <text x=\"4\" y=\"13\">{name}</text></svg>",
        ROW - 1,
    );
}

/// A warm colour that depends on the name alone.
fn color(name: &str) -> String {
    let hash = name
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("hsl({},{}%,{}%)", 12 + hash % 42, 70 + (hash >> 8) % 20, 66 + (hash >> 16) % 12)
}

/// A name as XML has it. Control characters are gone already; see `lazaret_trial::Stack`.
fn escaped(name: &str) -> String {
    let mut clean = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '<' => clean.push_str("&lt;"),
            '>' => clean.push_str("&gt;"),
            '&' => clean.push_str("&amp;"),
            '"' => clean.push_str("&quot;"),
            '\'' => clean.push_str("&apos;"),
            // A title is a path as it was typed.
            character if character.is_control() => clean.push('\u{fffd}'),
            '\u{fffe}' | '\u{ffff}' => clean.push('\u{fffd}'),
            character => clean.push(character),
        }
    }
    clean
}
