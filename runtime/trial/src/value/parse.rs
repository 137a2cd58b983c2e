//! The strict parser of values: the place where bytes of a hostile sandbox become data of the host.
//!
//! Invariants: time and memory are linear in the length of the text; nesting is bounded, so the parser's
//! own stack is; whatever is accepted, its canonical text parses to the same value again.

use std::collections::HashSet;

use super::{VALUE_DEPTH_MAX, VALUE_INTEGER_DIGITS_MAX, Value};
use crate::weakness::Weakness;

/// A text that is no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not plain data at byte {offset}: {message}")]
pub struct ValueError {
    /// Where, in bytes from the start.
    pub offset: usize,
    /// What is wrong.
    pub message: &'static str,
}

impl Value {
    /// Reads one value; nothing but white space may stand around it.
    ///
    /// # Errors
    /// If the text is not a value, is nested deeper than [`VALUE_DEPTH_MAX`], has an integer of more than
    /// [`VALUE_INTEGER_DIGITS_MAX`] digits, a float beyond the range of 64 bits, or repeats a name.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let mut parser = Parser { text, offset: 0 };
        let value = parser.value(0)?;
        parser.space();
        if parser.offset < text.len() {
            return Err(parser.error("more text follows the value"));
        }
        Ok(value)
    }
}

struct Parser<'a> {
    text: &'a str,
    offset: usize,
}

impl<'a> Parser<'a> {
    fn value(&mut self, depth: usize) -> Result<Value, ValueError> {
        self.space();
        match self.peek() {
            Some(b'[') => self.list(depth),
            Some(b'{') => self.object(depth),
            Some(b'"') => Ok(Value::Text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
            None => Err(self.error("a value is missing")),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, ValueError> {
        self.open(depth)?;
        let mut items = Vec::new();
        if self.take_after_space(b']') {
            return Ok(Value::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take_after_space(b']') {
                return Ok(Value::List(items));
            }
            self.expect(b',', "expected `,` or `]`")?;
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, ValueError> {
        self.open(depth)?;
        let mut members: Vec<(String, Value)> = Vec::new();
        let mut names = HashSet::new();
        if self.take_after_space(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            let start = self.offset;
            if self.peek() != Some(b'"') {
                return Err(self.error("expected a name in quotes"));
            }
            let name = self.string()?;
            if !names.insert(name.clone()) && !Weakness::DuplicateNames.is_chosen() {
                return Err(ValueError { offset: start, message: "the name stands twice" });
            }
            self.space();
            self.expect(b':', "expected `:`")?;
            let value = self.value(depth + 1)?;
            members.push((name, value));
            if self.take_after_space(b'}') {
                return Ok(Value::Object(members));
            }
            self.expect(b',', "expected `,` or `}`")?;
        }
    }

    fn open(&mut self, depth: usize) -> Result<(), ValueError> {
        if depth == VALUE_DEPTH_MAX && !Weakness::ValueDepth.is_chosen() {
            return Err(self.error("nested deeper than 64"));
        }
        self.offset += 1;
        Ok(())
    }

    fn word(&mut self) -> Result<Value, ValueError> {
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("NaN", Value::Float(f64::NAN)),
            ("Infinity", Value::Float(f64::INFINITY)),
        ];
        for (word, value) in words {
            if self.rest().starts_with(word) {
                self.offset += word.len();
                return Ok(value);
            }
        }
        Err(self.error("expected a value"))
    }

    fn number(&mut self) -> Result<Value, ValueError> {
        let start = self.offset;
        let negative = self.take(b'-');
        if negative && self.rest().starts_with("Infinity") {
            self.offset += "Infinity".len();
            return Ok(Value::Float(f64::NEG_INFINITY));
        }
        let digits_from = self.offset;
        let digits = self.digits()?;
        if 1 < digits && self.text.as_bytes().get(digits_from) == Some(&b'0') {
            return Err(self.error("a number may not start with 0"));
        }
        let mut integer = true;
        if self.take(b'.') {
            integer = false;
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            integer = false;
            if !self.take(b'+') {
                self.take(b'-');
            }
            self.digits()?;
        }
        let text = self.text.get(start..self.offset).unwrap_or_default();
        if !integer {
            return match text.parse::<f64>() {
                Ok(float) if float.is_finite() => Ok(Value::Float(float)),
                _ => Err(self.error("the float is beyond the range of 64 bits")),
            };
        }
        if let Ok(integer) = text.parse::<i64>() {
            return Ok(Value::Integer(integer));
        }
        if VALUE_INTEGER_DIGITS_MAX < digits {
            return Err(self.error("the integer has more than 4,300 digits"));
        }
        Ok(Value::BigInteger(text.to_owned()))
    }

    /// Skips one or more digits and says how many.
    fn digits(&mut self) -> Result<usize, ValueError> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if count == 0 {
            return Err(self.error("expected a digit"));
        }
        self.offset += count;
        Ok(count)
    }

    fn string(&mut self) -> Result<String, ValueError> {
        self.offset += 1;
        let mut string = String::new();
        loop {
            let plain = self
                .rest()
                .bytes()
                .take_while(|byte| *byte != b'"' && *byte != b'\\' && 0x20 <= *byte)
                .count();
            string.push_str(self.rest().get(..plain).unwrap_or_default());
            self.offset += plain;
            match self.peek() {
                Some(b'"') => {
                    self.offset += 1;
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escape()?),
                Some(_) => return Err(self.error("a control character stands in a text")),
                None => return Err(self.error("the text has no end")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, ValueError> {
        let start = self.offset;
        self.offset += 1;
        let letter = self.peek();
        self.offset += 1;
        let character = match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => return Err(ValueError { offset: start, message: "unknown escape" }),
        };
        Ok(character)
    }

    fn unicode_escape(&mut self, start: usize) -> Result<char, ValueError> {
        let lone = ValueError { offset: start, message: "half of a surrogate pair" };
        let first = self.hex4()?;
        let code = match first {
            0xd800..=0xdbff => {
                if !self.rest().starts_with("\\u") {
                    return Err(lone);
                }
                self.offset += 2;
                let second = self.hex4()?;
                if !(0xdc00..=0xdfff).contains(&second) {
                    return Err(lone);
                }
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            code => code,
        };
        char::from_u32(code).ok_or(lone)
    }

    fn hex4(&mut self) -> Result<u32, ValueError> {
        let digits = self.rest().get(..4).unwrap_or_default();
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(self.error("expected four hexadecimal digits"));
        }
        let code = u32::from_str_radix(digits, 16).map_err(|_| self.error("expected a code"))?;
        self.offset += 4;
        Ok(code)
    }

    fn space(&mut self) {
        let space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.offset += self.rest().bytes().take_while(space).count();
    }

    fn take_after_space(&mut self, byte: u8) -> bool {
        self.space();
        self.take(byte)
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.offset += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8, message: &'static str) -> Result<(), ValueError> {
        if self.take(byte) { Ok(()) } else { Err(self.error(message)) }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    /// The text from here on; the offset is always on a character boundary.
    fn rest(&self) -> &'a str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    const fn error(&self, message: &'static str) -> ValueError {
        ValueError { offset: self.offset, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, canonical: &str) {
        let value = Value::parse(text).unwrap();
        assert_eq!(value.to_string(), canonical);
        assert_eq!(Value::parse(canonical).unwrap().to_string(), canonical);
    }

    #[test]
    fn values_have_one_canonical_text() {
        check(" null ", "null");
        check("[true, false]", "[true,false]");
        check("-0", "0");
        check("-0.0", "-0.0");
        check("1e3", "1000.0");
        check("1e300", "1e300");
        check("0.1", "0.1");
        check("5e-324", "5e-324");
        check("[NaN,Infinity,-Infinity]", "[NaN,Infinity,-Infinity]");
        check("9223372036854775807", "9223372036854775807");
        check("-9223372036854775809", "-9223372036854775809");
        check(r#""\u00e9\ud83d\ude00\n\u0000/\/""#, "\"\u{e9}\u{1f600}\\n\\u0000//\"");
        check(r#"{"b": 1, "a": [{}], "": ""}"#, r#"{"b":1,"a":[{}],"":""}"#);
        let deep = format!("{}{}", "[".repeat(64), "]".repeat(64));
        check(&deep, &deep);
    }

    #[test]
    fn everything_else_is_refused() {
        let deep = format!("{}{}", "[".repeat(65), "]".repeat(65));
        let digits = "1".repeat(4301);
        for text in [
            "",
            " ",
            "nul",
            "[1",
            "[1,]",
            "{\"a\"}",
            "{a:1}",
            "{\"a\":1,\"a\":2}",
            "01",
            "+1",
            ".5",
            "1.",
            "1e",
            "0x10",
            "1_000",
            "1 2",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\n\"",
            "\"open",
            "\u{feff}1",
            "'a'",
            "1e999",
            "-NaN",
            "nan",
            "inf",
            "[1]]",
            "undefined",
            "\"\\u12\"",
            "\"\\u+123\"",
            "\"\\ud800\\u0041\"",
            &deep,
            &digits,
        ] {
            assert!(Value::parse(text).is_err(), "{text:.60} was accepted");
        }
    }

    #[test]
    fn a_long_flat_text_and_a_long_hostile_one_are_both_read_in_one_pass() {
        let long = format!("[{}1]", "1,".repeat(200_000));
        assert!(Value::parse(&long).is_ok());
        assert!(Value::parse(&"[".repeat(1_000_000)).is_err());
        assert!(Value::parse(&"\"\\".repeat(100_000)).is_err());
    }
}
