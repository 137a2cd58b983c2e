//! What a report is made of, before it has a form.

/// A piece of text.
#[derive(Clone, Debug)]
pub enum Span {
    /// Words.
    Text(String),
    /// Words that stand out as code.
    Code(String),
    /// A number, and the entry of the ledger that it comes from.
    Number(String, u64),
}

/// A line of text.
pub type Line = Vec<Span>;

/// A part of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Text(Line),
    /// A table.
    Table {
        /// What the columns are.
        header: Vec<&'static str>,
        /// The rows.
        rows: Vec<Vec<Line>>,
    },
    /// A picture, which drafts leave out.
    Figure {
        /// The picture, in SVG.
        svg: String,
        /// What it shows.
        caption: String,
    },
    /// A text as it is: source, differences.
    Listing(String),
}

/// A section.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its title.
    pub title: &'static str,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A whole report.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// In a few lines, what came out.
    pub summary: Vec<Line>,
    /// The sections, in their order.
    pub sections: Vec<Section>,
}

/// Words.
pub fn text(words: impl Into<String>) -> Span {
    Span::Text(words.into())
}

/// Words that stand out.
pub fn code(words: impl Into<String>) -> Span {
    Span::Code(words.into())
}

/// A number with its entry.
pub fn number(value: impl ToString, entry: u64) -> Span {
    Span::Number(value.to_string(), entry)
}

/// A score, as reports write scores.
pub fn score(value: f64, entry: u64) -> Span {
    Span::Number(format_score(value), entry)
}

/// Six digits that count, without an exponent where that is readable.
pub fn format_score(value: f64) -> String {
    let usual = value == 0.0 || (1e-3..1e9).contains(&value.abs());
    if !usual {
        return format!("{value:.5e}");
    }
    let whole = value.abs().max(1.0).log10().floor();
    let digits = (5.0 - whole).clamp(0.0, 5.0);
    let digits = (0..=5_usize).rev().find(|it| *it as f64 <= digits).unwrap_or(0);
    format!("{value:.digits$}")
}
