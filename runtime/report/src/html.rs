//! A report as one page, complete in itself: no script, nothing that is fetched.

use std::collections::BTreeSet;
use std::fmt::Write;

use lazaret_trial::is_hidden;

use crate::document::{Block, Document, Line, Span};

const STYLE: &str = include_str!("style.css");

/// Makes a text harmless in HTML and SVG. What a proposer or a program wrote cannot become a part of the page; control
/// characters and those that reorder what is shown become visible.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(character),
            _ if is_hidden(character) => escaped.extend(character.escape_default()),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The page.
pub fn page(document: &Document, stamp: &str) -> String {
    let title = escape(&document.title);
    let mut entries = BTreeSet::new();
    let mut body = String::new();
    let _ = writeln!(body, "<header><h1>{title}</h1>");
    for it in &document.summary {
        let _ = writeln!(body, "<p class=\"lead\">{}</p>", line(it, &mut entries));
    }
    body.push_str("</header>\n<nav>");
    for (number, section) in document.sections.iter().enumerate() {
        let _ = write!(body, "<a href=\"#s{number}\">{}</a> ", escape(section.title));
    }
    body.push_str("</nav>\n");
    for (number, section) in document.sections.iter().enumerate() {
        let _ = writeln!(body, "<section id=\"s{number}\"><h2>{}</h2>", escape(section.title));
        for it in &section.blocks {
            block(&mut body, it, &mut entries);
        }
        body.push_str("</section>\n");
    }
    body.push_str("<section id=\"entries\"><h2>Entries of the ledger</h2>\n<p>Every number leads to the entry that it comes from; <code>lazaret ledger show N</code> shows it, and <code>lazaret report --check FILE</code> makes this page again and compares.</p>\n<p class=\"entries\">");
    for entry in &entries {
        let _ = write!(body, "<span id=\"e{entry}\">{entry}</span> ");
    }
    body.push_str("</p></section>\n");
    format!(
        "<!doctype html>\n<!-- {stamp} -->\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style></head>\n<body><main>\n{body}</main></body></html>\n"
    )
}

fn block(body: &mut String, block: &Block, entries: &mut BTreeSet<u64>) {
    let _ = match block {
        Block::Text(it) => writeln!(body, "<p>{}</p>", line(it, entries)),
        Block::Listing(text) => writeln!(body, "<pre>{}</pre>", listing(text)),
        Block::Figure { svg, caption } => {
            let caption = escape(caption);
            writeln!(body, "<figure>{svg}<figcaption>{caption}</figcaption></figure>")
        }
        Block::Table { header, rows } => {
            body.push_str("<div class=\"table\"><table><thead><tr>");
            for name in header {
                let _ = write!(body, "<th>{}</th>", escape(name));
            }
            body.push_str("</tr></thead>\n<tbody>\n");
            for row in rows {
                body.push_str("<tr>");
                for cell in row {
                    let class = match cell.as_slice() {
                        [Span::Number(..)] => " class=\"number\"",
                        _ => "",
                    };
                    let _ = write!(body, "<td{class}>{}</td>", line(cell, entries));
                }
                body.push_str("</tr>\n");
            }
            writeln!(body, "</tbody></table></div>")
        }
    };
}

/// A listing in which lines that came or went stand out.
fn listing(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let class = match line.as_bytes().first() {
            Some(b'+') => "came",
            Some(b'-') => "went",
            _ => return escape(line),
        };
        format!("<span class=\"{class}\">{}</span>", escape(line))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn line(line: &Line, entries: &mut BTreeSet<u64>) -> String {
    let span = |span: &Span| match span {
        Span::Text(text) => escape(text),
        Span::Code(text) => format!("<code>{}</code>", escape(text)),
        Span::Number(value, entry) => {
            entries.insert(*entry);
            let value = escape(value);
            format!("<a class=\"n\" href=\"#e{entry}\" title=\"entry {entry}\">{value}</a>")
        }
    };
    line.iter().map(span).collect()
}
