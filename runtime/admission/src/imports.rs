//! Which modules a Python text imports, as far as the text says so itself.
//!
//! The rule is exact and cheap, because it decides which interpreter a program gets: a module counts as imported if it
//! is named in a statement `import a.b as c, d` or `from a.b import c`, anywhere in the text and at any depth, also
//! where it would never run. What stands in strings and comments is no statement, and a name that is put together at
//! run time is not found. Only the text is looked at, so that the same text always gets the same answer.

use std::collections::BTreeSet;

/// The first parts of the names of all modules that a text imports.
#[must_use]
pub fn python_imports(source: &str) -> BTreeSet<&str> {
    // What some editors put before a text is no part of it.
    let rest = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mut tokens = Tokens { rest, brackets: 0 };
    let mut found = BTreeSet::new();
    // Whether a statement may begin here.
    let mut begins = true;
    while let Some(token) = tokens.next() {
        match token {
            Token::Word("import") if begins => tokens.imported(&mut found),
            Token::Word("from") if begins => {
                // A dot first means the program's own package, of which there is none.
                if let Some(Token::Word(name)) = tokens.next() {
                    found.insert(name);
                }
            }
            _ => {}
        }
        begins = matches!(token, Token::End) || matches!(token, Token::Sign(':' | ';'));
    }
    found
}

/// What matters of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    /// The end of a logical line.
    End,
    Sign(char),
    /// A string, whatever it holds.
    Text,
}

struct Tokens<'a> {
    rest: &'a str,
    /// Open brackets: a line does not end in them.
    brackets: usize,
}

impl<'a> Tokens<'a> {
    /// The modules after `import`, up to the end of the statement.
    fn imported(&mut self, found: &mut BTreeSet<&'a str>) {
        let mut wanted = true;
        loop {
            let before = self.rest;
            match self.next() {
                Some(Token::Word(name)) if wanted => {
                    found.insert(name);
                    wanted = false;
                }
                Some(Token::Sign(',')) => wanted = true,
                Some(Token::Word(_) | Token::Sign('.')) => {}
                // What ends it is for whoever looks for the next statement.
                _ => {
                    self.rest = before;
                    return;
                }
            }
        }
    }

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let first = self.rest.chars().next()?;
            match first {
                '\n' | '\r' => {
                    self.skip(1);
                    if self.brackets == 0 {
                        return Some(Token::End);
                    }
                }
                ' ' | '\t' | '\u{c}' => self.skip(1),
                '\\' => self.continued(),
                '#' => self.skip(self.rest.find(['\n', '\r']).unwrap_or(self.rest.len())),
                '"' | '\'' => {
                    self.string(first);
                    return Some(Token::Text);
                }
                _ if is_word(first) => return Some(self.word()),
                _ => {
                    self.skip(first.len_utf8());
                    match first {
                        '(' | '[' | '{' => self.brackets += 1,
                        ')' | ']' | '}' => self.brackets = self.brackets.saturating_sub(1),
                        _ => {}
                    }
                    return Some(Token::Sign(first));
                }
            }
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// A backslash and the end of the line that it takes away.
    fn continued(&mut self) {
        self.skip(1);
        let end = ["\r\n", "\n", "\r"].into_iter().find(|end| self.rest.starts_with(end));
        self.skip(end.map_or(0, str::len));
    }

    /// A name, a number, or a string with a prefix.
    fn word(&mut self) -> Token<'a> {
        let end = self.rest.find(|character| !is_word(character)).unwrap_or(self.rest.len());
        let word = self.rest.get(..end).unwrap_or_default();
        self.skip(end);
        let quote = self.rest.chars().next().filter(|next| matches!(next, '"' | '\''));
        match quote {
            Some(quote) if is_prefix(word) => {
                self.string(quote);
                Token::Text
            }
            _ => Token::Word(word),
        }
    }

    /// A string from its first quote. One that ends with its line although it should not is the parser's matter: it
    /// refuses the text, whichever interpreter it is of.
    fn string(&mut self, quote: char) {
        let triple: String = std::iter::repeat_n(quote, 3).collect();
        let length = if self.rest.starts_with(&triple) { 3 } else { 1 };
        let end = triple.get(..length).unwrap_or_default();
        self.skip(end.len());
        while let Some(first) = self.rest.chars().next() {
            if self.rest.starts_with(end) {
                self.skip(end.len());
                return;
            }
            if end.len() == 1 && matches!(first, '\n' | '\r') {
                return;
            }
            // What follows a backslash ends nothing, also in a raw string.
            self.skip(first.len_utf8());
            if first == '\\' {
                let escaped = if self.rest.starts_with("\r\n") {
                    2
                } else {
                    self.rest.chars().next().map_or(0, char::len_utf8)
                };
                self.skip(escaped);
            }
        }
    }
}

fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// Whether these letters before a quote belong to a string.
fn is_prefix(word: &str) -> bool {
    word.len() <= 2 && word.chars().all(|letter| "rbuftRBUFT".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        assert_eq!(python_imports(source).into_iter().collect::<Vec<_>>(), expected, "{source}");
    }

    #[test]
    fn statements() {
        check("import numpy", &["numpy"]);
        check("import numpy as np\n", &["numpy"]);
        check("import os, numpy.linalg as la ,sys\n", &["numpy", "os", "sys"]);
        check("from numpy.random import default_rng", &["numpy"]);
        check("from numpy import (\n    array,\n    zeros,\n)\nimport re", &["numpy", "re"]);
        check("def f():\n    import numpy as np\n    return np", &["numpy"]);
        check("try: import numpy\nexcept ImportError: pass", &["numpy"]);
        check("x = 1; import numpy; y = 2", &["numpy"]);
        check("import \\\n  numpy\r\nimport a\rimport b", &["a", "b", "numpy"]);
        check("if True:\n\timport numpy#, os\n", &["numpy"]);
        check("x = (1,\n2)\nimport numpy", &["numpy"]);
        check("import größe", &["größe"]);
        check("\u{feff}import numpy", &["numpy"]);
    }

    #[test]
    fn what_is_no_statement() {
        check("", &[]);
        check("# import numpy", &[]);
        check("'''\nimport numpy\n'''", &[]);
        check("\"\"\"a \\\"\"\"\nimport numpy\"\"\"", &[]);
        check("x = 'import numpy'", &[]);
        check("x = 'a\\\nimport numpy'", &[]);
        check("x = r'\\'\nimport a", &["a"]);
        check("x = (\nimport_numpy\n)", &[]);
        check("x = [\nnumpy,\n]", &[]);
        check("yield_from = numpy", &[]);
        check("def f():\n    yield from numpy", &[]);
        check("raise ValueError from numpy", &[]);
        check("from .numpy import x", &[]);
        check("exec('import numpy')", &[]);
        check("import", &[]);
        check("x.import_(numpy)", &[]);
    }

    #[test]
    fn what_ends_too_early_does_not_swallow_the_rest() {
        check("x = 'open\nimport numpy", &["numpy"]);
        check("x = )\nimport numpy", &["numpy"]);
        check("f\"{'a'}\"\nimport numpy", &["numpy"]);
        check("f'{x:>{width}}'\nimport numpy", &["numpy"]);
        check("rb'\\''\nimport numpy", &["numpy"]);
        check("import numpy\\", &["numpy"]);
        check("'''open\nimport numpy", &[]);
    }
}
