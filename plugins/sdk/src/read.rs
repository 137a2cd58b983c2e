//! Reads JSON texts.

use super::Value;

/// The deepest nesting; the host refuses deeper values, too.
const DEPTH_MAX: u32 = 64;

/// Reads one value and nothing after it.
pub fn parse(text: &str) -> Result<Value, String> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.wrong("more text after the value"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn wrong(&self, what: &str) -> String {
        format!("no JSON at byte {}: {what}", self.at)
    }

    fn space(&mut self) {
        let trimmed = self.rest().trim_start_matches([' ', '\t', '\n', '\r']);
        self.at = self.text.len() - trimmed.len();
    }

    /// Steps over a word if it is next.
    fn eat(&mut self, word: &str) -> bool {
        let there = self.rest().starts_with(word);
        if there {
            self.at += word.len();
        }
        there
    }

    fn value(&mut self, depth: u32) -> Result<Value, String> {
        if DEPTH_MAX < depth {
            return Err(self.wrong("nested too deeply"));
        }
        self.space();
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("NaN", Value::Float(f64::NAN)),
            ("Infinity", Value::Float(f64::INFINITY)),
            ("-Infinity", Value::Float(f64::NEG_INFINITY)),
        ];
        match self.rest().bytes().next() {
            Some(b'"') => self.string().map(Value::Text),
            Some(b'[') => self.list(depth),
            Some(b'{') => self.map(depth),
            Some(b'0'..=b'9' | b'-') if !self.rest().starts_with("-I") => self.number(),
            _ => {
                let word = words.into_iter().find(|(word, _)| self.eat(word));
                word.map(|(_, value)| value).ok_or_else(|| self.wrong("no value"))
            }
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let part = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
        let length = self.rest().bytes().take_while(|byte| part(*byte)).count();
        let text = self.rest().get(..length).unwrap_or_default();
        let number = if text.contains(['.', 'e', 'E']) {
            text.parse().map(Value::Float).ok()
        } else {
            text.parse().map(Value::Integer).ok()
        };
        let number = number.ok_or_else(|| self.wrong("a number that is malformed or too large"))?;
        self.at += length;
        Ok(number)
    }

    fn list(&mut self, depth: u32) -> Result<Value, String> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.eat("]") {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.eat("]") {
                return Ok(Value::List(items));
            }
            if !self.eat(",") {
                return Err(self.wrong("`,` or `]` is needed"));
            }
        }
    }

    fn map(&mut self, depth: u32) -> Result<Value, String> {
        self.at += 1;
        let mut entries = Vec::new();
        self.space();
        if self.eat("}") {
            return Ok(Value::Map(entries));
        }
        loop {
            self.space();
            let key = self.string()?;
            self.space();
            if !self.eat(":") {
                return Err(self.wrong("`:` is needed"));
            }
            entries.push((key, self.value(depth + 1)?));
            self.space();
            if self.eat("}") {
                return Ok(Value::Map(entries));
            }
            if !self.eat(",") {
                return Err(self.wrong("`,` or `}` is needed"));
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        if !self.eat("\"") {
            return Err(self.wrong("a text is needed"));
        }
        let mut text = String::new();
        loop {
            let plain = self.rest().find(['"', '\\']).ok_or_else(|| self.wrong("an open text"))?;
            text.push_str(self.rest().get(..plain).unwrap_or_default());
            self.at += plain;
            if self.eat("\"") {
                return Ok(text);
            }
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        let simple = [
            ("\\\"", '"'),
            ("\\\\", '\\'),
            ("\\/", '/'),
            ("\\n", '\n'),
            ("\\t", '\t'),
            ("\\r", '\r'),
            ("\\b", '\u{8}'),
            ("\\f", '\u{c}'),
        ];
        if let Some((_, character)) = simple.into_iter().find(|(escape, _)| self.eat(escape)) {
            return Ok(character);
        }
        let high = self.unit()?;
        let code = if (0xd800..0xdc00).contains(&high) {
            let low = self.unit()?;
            0x1_0000 + ((high - 0xd800) << 10) + low.wrapping_sub(0xdc00)
        } else {
            high
        };
        char::from_u32(code).ok_or_else(|| self.wrong("no character"))
    }

    fn unit(&mut self) -> Result<u32, String> {
        let digits = self.rest().strip_prefix("\\u").and_then(|rest| rest.get(..4));
        let unit = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.wrong("an escape that does not exist"))?;
        self.at += 6;
        Ok(unit)
    }
}
