//! What follows `generate:` in a recipe: a name, and then `key=value` pairs.
//!
//! A value ends at white space, unless it stands in double quotes. In quotes, `\n`, `\r`, `\t`, `\\`, `\"` and
//! `\xNN` stand for one byte each, so that a value can be any bytes.

/// The name of a generator and what it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    name: String,
    pairs: Vec<(String, Vec<u8>)>,
}

impl Parameters {
    /// Reads the line.
    ///
    /// # Errors
    /// If it is not in the form above.
    pub fn parse(line: &str) -> Result<Self, String> {
        let (name, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        if name.is_empty() || name.contains('=') {
            return Err("`generate` begins with the name of a generator".to_owned());
        }
        let mut pairs = Vec::new();
        let mut rest = rest.trim_start();
        while !rest.is_empty() {
            let (key, after) = rest.split_once('=').ok_or("`generate` goes on with key=value")?;
            let (value, after) = match after.strip_prefix('"') {
                Some(quoted) => quoted_value(quoted)?,
                None => {
                    let (value, after) = after.split_once(' ').unwrap_or((after, ""));
                    (value.as_bytes().to_vec(), after)
                }
            };
            pairs.push((key.to_owned(), value));
            rest = after.trim_start();
        }
        Ok(Self { name: name.to_owned(), pairs })
    }

    /// The generator's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether there is such a value.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|(found, _)| found == key)
    }

    /// The bytes of a value, if it is there; it is not there any more then.
    pub fn bytes(&mut self, key: &str) -> Option<Vec<u8>> {
        let index = self.pairs.iter().position(|(found, _)| found == key)?;
        Some(self.pairs.remove(index).1)
    }

    /// A value that must be there.
    ///
    /// # Errors
    /// If it is not.
    pub fn wanted(&mut self, key: &str) -> Result<Vec<u8>, String> {
        let name = self.name.clone();
        self.bytes(key).ok_or_else(|| format!("`{name}` needs `{key}`"))
    }

    /// A text that must be there.
    ///
    /// # Errors
    /// If it is not, or is no UTF-8.
    pub fn text(&mut self, key: &str) -> Result<String, String> {
        String::from_utf8(self.wanted(key)?).map_err(|_| format!("`{key}` is no text"))
    }

    /// A number that must be there.
    ///
    /// # Errors
    /// If it is not, or is no number of 32 bits.
    pub fn number(&mut self, key: &str) -> Result<u32, String> {
        let text = self.text(key)?;
        text.parse().map_err(|_| format!("`{key}={text}` is no number"))
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// If something was not taken.
    pub fn finish(self) -> Result<(), String> {
        match self.pairs.first() {
            Some((key, _)) => Err(format!("`{}` has no `{key}`, or has it twice", self.name)),
            None => Ok(()),
        }
    }
}

/// A value up to its closing quote, and what comes after that.
fn quoted_value(text: &str) -> Result<(Vec<u8>, &str), String> {
    let mut value = Vec::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((value, text.get(at + 1..).unwrap_or_default())),
            '\\' => value.push(escaped(&mut characters)?),
            _ => value.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Err("a quote is not closed".to_owned())
}

fn escaped(characters: &mut std::str::CharIndices<'_>) -> Result<u8, String> {
    let mut next = || characters.next().map(|(_, character)| character);
    match next() {
        Some('n') => Ok(b'\n'),
        Some('r') => Ok(b'\r'),
        Some('t') => Ok(b'\t'),
        Some('\\') => Ok(b'\\'),
        Some('"') => Ok(b'"'),
        Some('x') => {
            let digits: String = [next(), next()].into_iter().flatten().collect();
            u8::from_str_radix(&digits, 16).map_err(|_| format!("`\\x{digits}` is no byte"))
        }
        other => Err(format!("`\\{}` stands for nothing", other.unwrap_or(' '))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_words_or_any_bytes_in_quotes() {
        let line = r#"bytes a=1 text="x \"=\" \x00\xff\n\\" b=2"#;
        let mut parameters = Parameters::parse(line).unwrap();
        assert_eq!(parameters.name(), "bytes");
        assert_eq!(parameters.number("a").unwrap(), 1);
        assert_eq!(parameters.wanted("text").unwrap(), b"x \"=\" \x00\xff\n\\");
        assert!(parameters.clone().finish().is_err());
        assert_eq!(parameters.text("b").unwrap(), "2");
        assert!(parameters.text("b").is_err());
        parameters.finish().unwrap();
        assert_eq!(Parameters::parse("empty").unwrap().pairs, []);
    }

    #[test]
    fn slips_of_the_pen_are_errors() {
        for line in ["", "n=1", "bytes n", "bytes t=\"x", "bytes t=\"\\q\"", "bytes t=\"\\xg0\""] {
            assert!(Parameters::parse(line).is_err(), "{line}");
        }
        let mut parameters = Parameters::parse("bytes n=x m=1").unwrap();
        assert!(parameters.number("n").is_err());
        assert!(parameters.number("k").is_err());
    }
}
