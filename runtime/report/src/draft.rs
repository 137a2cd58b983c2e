//! A report as a draft of a paper.

use std::fmt::Write;

use crate::document::{Block, Document, Line, Span};

/// In Markdown.
pub fn markdown(document: &Document, stamp: &str) -> String {
    let span = |span: &Span| match span {
        Span::Text(text) => mark(text),
        Span::Code(text) => format!("`{}`", plain(text).replace('`', "'")),
        Span::Number(value, entry) => format!("{value} [{entry}]"),
    };
    let line = |line: &Line| line.iter().map(span).collect::<String>();
    let mut text = format!("<!-- {stamp} -->\n# {}\n\n", mark(&document.title));
    for it in &document.summary {
        let _ = writeln!(text, "{}\n", line(it));
    }
    text.push_str("Numbers in brackets are entries of the ledger.\n");
    for section in &document.sections {
        let _ = writeln!(text, "\n## {}\n", section.title);
        for block in &section.blocks {
            let _ = match block {
                Block::Text(it) => writeln!(text, "{}\n", line(it)),
                Block::Listing(it) => writeln!(text, "{}\n", indented(it)),
                Block::Figure { caption, .. } => {
                    writeln!(text, "*Figure (in the page): {}*\n", mark(caption))
                }
                Block::Table { header, rows } => {
                    let _ = writeln!(
                        text,
                        "| {} |\n|{}",
                        header.join(" | "),
                        "---|".repeat(header.len())
                    );
                    for row in rows {
                        let cells: Vec<String> =
                            row.iter().map(|cell| line(cell).replace('|', "\\|")).collect();
                        let _ = writeln!(text, "| {} |", cells.join(" | "));
                    }
                    writeln!(text)
                }
            };
        }
    }
    text
}

/// In LaTeX.
pub fn latex(document: &Document, stamp: &str) -> String {
    let span = |span: &Span| match span {
        Span::Text(text) => tex(text),
        Span::Code(text) => format!("\\texttt{{{}}}", tex(text)),
        Span::Number(value, entry) => format!("{}\\entry{{{entry}}}", tex(value)),
    };
    let line = |line: &Line| line.iter().map(span).collect::<String>();
    let mut text = format!(
        "% {stamp}\n\\documentclass{{article}}\n\\usepackage[T1]{{fontenc}}\n\\usepackage{{longtable}}\n\
         % The entry of the ledger that a number comes from.\n\\newcommand{{\\entry}}[1]{{\\textsuperscript{{#1}}}}\n\
         \\title{{{}}}\n\\begin{{document}}\n\\maketitle\n\\begin{{abstract}}\n",
        tex(&document.title)
    );
    for it in &document.summary {
        let _ = writeln!(text, "{}\n", line(it));
    }
    text.push_str("Raised numbers are entries of the ledger.\n\\end{abstract}\n");
    for section in &document.sections {
        let _ = writeln!(text, "\n\\section{{{}}}\n", tex(section.title));
        for block in &section.blocks {
            let _ = match block {
                Block::Text(it) => writeln!(text, "{}\n", line(it)),
                // What would end the listing cannot stand in it.
                Block::Listing(it) => {
                    let it = plain(it).replace("\\end{verbatim}", "\\end {verbatim}");
                    writeln!(text, "{{\\small\\begin{{verbatim}}\n{it}\n\\end{{verbatim}}}}\n")
                }
                Block::Figure { caption, .. } => {
                    writeln!(text, "\\emph{{Figure (in the page): {}}}\n", tex(caption))
                }
                Block::Table { header, rows } => {
                    let columns =
                        format!("p{{{:.2}\\linewidth}}", 0.9 / header.len().max(1) as f64);
                    let header: Vec<String> = header.iter().map(|it| tex(it)).collect();
                    let _ = writeln!(
                        text,
                        "\\begin{{longtable}}{{{}}}\n{} \\\\ \\hline",
                        columns.repeat(header.len()),
                        header.join(" & ")
                    );
                    for row in rows {
                        let cells: Vec<String> = row.iter().map(line).collect();
                        let _ = writeln!(text, "{} \\\\", cells.join(" & "));
                    }
                    writeln!(text, "\\end{{longtable}}\n")
                }
            };
        }
    }
    text.push_str("\\end{document}\n");
    text
}

/// Without characters that control anything.
fn plain(text: &str) -> String {
    text.chars().map(|it| if it.is_control() && it != '\n' { ' ' } else { it }).collect()
}

fn indented(text: &str) -> String {
    plain(text).lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

/// Without meaning in Markdown, on one line.
fn mark(text: &str) -> String {
    let mut safe = String::new();
    for character in plain(text).replace('\n', " ").chars() {
        match character {
            '<' => safe.push_str("&lt;"),
            '&' => safe.push_str("&amp;"),
            _ => {
                if "\\`*_[]>#|!".contains(character) {
                    safe.push('\\');
                }
                safe.push(character);
            }
        }
    }
    safe
}

/// Without meaning in LaTeX.
fn tex(text: &str) -> String {
    let mut safe = String::new();
    for character in plain(text).chars() {
        match character {
            '\\' => safe.push_str("\\textbackslash{}"),
            '~' => safe.push_str("\\textasciitilde{}"),
            '^' => safe.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                safe.push('\\');
                safe.push(character);
            }
            '"' => safe.push_str("\\textquotedbl{}"),
            _ => safe.push(character),
        }
    }
    safe
}
