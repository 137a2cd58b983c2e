//! Directives: found, taken one by one, and none left over.
//!
//! An unknown or repeated one is an error, so that no expectation is lost by a slip of the pen.

use lazaret_trial::{Budget, Code, Excess};

/// The leading comment of a case.
#[derive(Clone, Debug)]
pub struct Header {
    sentence: String,
    directives: Vec<(String, String)>,
}

impl Header {
    /// Reads the comment that `text` begins with. `mark` begins each line of it, for example `;;`. Lines that
    /// are no directives are prose.
    ///
    /// # Errors
    /// If the first line is no sentence on what the case shows.
    pub fn read(text: &str, mark: &str) -> Result<Self, String> {
        let mut lines = text.lines().map_while(|line| match line.strip_prefix(mark)? {
            "" => Some(""),
            comment => comment.strip_prefix(' '),
        });
        let sentence = lines.next().unwrap_or_default();
        if sentence.is_empty() || directive(sentence).is_some() {
            return Err("the first line is no sentence on what the case shows".to_owned());
        }
        let owned = |(name, rest): (&str, &str)| (name.to_owned(), rest.to_owned());
        let directives = lines.filter_map(directive).map(owned).collect();
        Ok(Self { sentence: sentence.to_owned(), directives })
    }

    /// The first line.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.sentence
    }

    /// What a directive says, if it is there; it is not there any more then.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let index = self.directives.iter().position(|(found, _)| found == name)?;
        Some(self.directives.remove(index).1)
    }

    /// What a directive says, in a form of its own.
    ///
    /// # Errors
    /// If `read` cannot read it.
    pub fn parse<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, String> {
        self.take(name).map(|text| read(&text)).transpose()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// If a directive was not taken: it is unknown, or there twice.
    pub fn finish(self) -> Result<(), String> {
        match self.directives.first() {
            Some((name, _)) => Err(format!("`{name}` is unknown or there twice")),
            None => Ok(()),
        }
    }
}

fn directive(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once(": ")?;
    let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase());
    named.then_some((name, rest))
}

/// A reason code.
///
/// # Errors
/// If there is no such code.
pub fn code(text: &str) -> Result<Code, String> {
    Code::parse(text).ok_or_else(|| format!("`{text}` is no code"))
}

/// A budget that differs from another one by `name=number ...`, sizes in bytes.
///
/// # Errors
/// If a limit is unknown, or a number out of range or none.
pub fn budget(text: &str, budget: Budget) -> Result<Budget, String> {
    text.split_whitespace().try_fold(budget, |budget, limit| {
        let (name, number) = limit.split_once('=').ok_or("`budget` is a list of name=number")?;
        let number = number.parse().map_err(|_| format!("`{number}` is no number"))?;
        budget.with(name, number).map_err(|error| error.to_string())
    })
}

/// A limit, what was measured, and what is allowed.
///
/// # Errors
/// If it is not these three.
pub fn excess(text: &str) -> Result<Excess, String> {
    let mut parts = text.rsplitn(3, ' ');
    let mut number = || parts.next()?.parse::<u64>().ok();
    let (Some(allowed), Some(measured)) = (number(), number()) else {
        return Err("`excess` is limit, measured and allowed".to_owned());
    };
    let limit = parts.next().ok_or("`excess` has no limit")?.to_owned();
    Ok(Excess { limit, measured, allowed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_told_from_prose_and_from_code() {
        let text = "# A sentence: with a colon.\n# expect: scored\n#\n# Prose: more prose.\n\
                    # message: a: b\nx = 1\n# name: y\n";
        let mut header = Header::read(text, "#").unwrap();
        assert_eq!(header.sentence(), "A sentence: with a colon.");
        assert_eq!(header.take("expect").as_deref(), Some("scored"));
        assert_eq!(header.clone().finish().unwrap_err(), "`message` is unknown or there twice");
        assert_eq!(header.take("message").as_deref(), Some("a: b"));
        assert_eq!(header.take("name"), None);
        header.finish().unwrap();
    }

    #[test]
    fn a_directive_that_stands_twice_is_left_over() {
        let mut header = Header::read("// A.\n// score: 0\n// score: 1\n", "//").unwrap();
        assert_eq!(header.take("score").as_deref(), Some("0"));
        assert!(header.finish().is_err());
    }

    #[test]
    fn the_first_line_is_a_sentence() {
        for text in ["", "x", ";; expect: scored\n", ";;\n;; A sentence.\n", "; A sentence.\n"] {
            assert!(Header::read(text, ";;").is_err(), "{text}");
        }
    }

    #[test]
    fn budgets_and_excesses() {
        let default = Budget::for_candidates();
        let read = budget("fuel=7 wall_ms=9", default.clone()).unwrap();
        assert_eq!((read.fuel, read.wall_ms, read.memory_bytes), (7, 9, default.memory_bytes));
        for text in ["feul=1", "memory=1", "fuel", "fuel=x", "fuel=-1"] {
            assert!(budget(text, default.clone()).is_err(), "{text}");
        }
        let read = excess("function body bytes 2 1").unwrap();
        assert_eq!(
            (read.limit.as_str(), read.measured, read.allowed),
            ("function body bytes", 2, 1)
        );
        for text in ["", "fuel", "fuel 1", "1 2", "fuel a 1"] {
            assert!(excess(text).is_err(), "{text}");
        }
    }
}
