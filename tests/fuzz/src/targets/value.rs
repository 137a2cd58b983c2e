//! Plain data as text: what is accepted has one spelling that reads back to the same, what is refused is
//! refused without a panic, and an unrelated parser of JSON agrees wherever the two formats do.

use std::time::Duration;

use lazaret_trial::{VALUE_DEPTH_MAX, Value, ValueError};
use serde_json::Value as Json;

use super::{Limits, Outcome, Target, number_of};
use crate::mutate::bytes;
use crate::pool::Pool;
use crate::programs::values::any_value;
use crate::random::Random;

/// The most bytes of a text; the parser has no limit of its own, and a line is as good as a book.
const BYTES_MAX: usize = 32 << 10;

const WORDS: &[&str] = &[
    "null",
    "true",
    "false",
    "NaN",
    "Infinity",
    "-Infinity",
    "-NaN",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "\"",
    "\\",
    "\\u",
    "\\u0000",
    "\\ud83d\\ude00",
    "\\ud800",
    "\\udc00",
    "\\n",
    "\\/",
    "\"a\":",
    "\u{feff}",
    "\u{2028}",
    "\u{7f}",
    "\0",
    "1e",
    "1E+",
    ".5",
    "-0",
    "-0.0",
    "0x1",
    "1_0",
    " ",
    "\t",
    "\r\n",
    "[[[[[[[[[[[[[[[[",
    "]]]]]]]]]]]]]]]]",
    "{\"a\":{\"a\":{\"a\":",
    "123456789012345678901234567890",
];

/// What our format refuses although JSON has it, and why that is right.
const STRICTER: &[&str] =
    &["the name stands twice", "nested deeper than 64", "the integer has more than 4,300 digits"];

/// The target.
pub struct ValueText;

impl Target for ValueText {
    fn limits(&self) -> Limits {
        let wall = Duration::from_millis(500);
        Limits { wall, heap_bytes: 1 << 20, heap_bytes_per_byte: 512 }
    }

    fn runs(&self) -> u64 {
        200_000
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn input(&mut self, random: &mut Random, pool: &Pool) -> Vec<u8> {
        let mut input = match random.below(3) {
            0 => pool.pick(random).unwrap_or_default().to_vec(),
            1 => spelled(random, 0).into_bytes(),
            _ => any_value(random).to_string().into_bytes(),
        };
        if !random.once_in(4) {
            bytes::mutate(&mut input, random, pool, WORDS, BYTES_MAX);
        }
        input
    }

    fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let text = String::from_utf8_lossy(input);
        let parsed = Value::parse(&text);
        compare(&text, &parsed)?;
        // A value that nobody spelled, so that the writer is tried with what no text leads to.
        written(&any_value(&mut Random::of(number_of(input), 0)))?;
        match parsed {
            Ok(value) => {
                written(&value)?;
                let depth = depth(&value) as u64;
                Ok(Outcome::new("accepted", value.kind()).and(depth).and(text.len() as u64))
            }
            Err(error) if text.len() < error.offset => {
                Err(format!("an error beyond the end of the text: {error}"))
            }
            Err(error) => Ok(Outcome::new("rejected", error.message).and(error.offset as u64)),
        }
    }
}

/// The spelling of a value reads back to the same value and has the same spelling again.
fn written(value: &Value) -> Result<(), String> {
    let text = value.to_string();
    let again =
        Value::parse(&text).map_err(|error| format!("`{text:.200}` is not read: {error}"))?;
    if !same(value, &again) || again.to_string() != text {
        return Err(format!("`{text:.200}` reads back as `{again:.200}`"));
    }
    Ok(())
}

/// Equal to the last bit, except that all NaN are one.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Float(left), Value::Float(right)) => {
            left.to_bits() == right.to_bits() || (left.is_nan() && right.is_nan())
        }
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let pair = |((name, left), (other, right)): (&(String, Value), &(String, Value))| {
                name == other && same(left, right)
            };
            left.len() == right.len() && left.iter().zip(right).all(pair)
        }
        (left, right) => left == right,
    }
}

/// Asks a parser of JSON.
fn compare(text: &str, ours: &Result<Value, ValueError>) -> Result<(), String> {
    let theirs = serde_json::from_str::<Json>(text);
    match (ours, theirs) {
        (Ok(value), Ok(json)) if !agrees(value, &json) => {
            Err(format!("JSON reads `{json:.200}` where we read `{value:.200}`"))
        }
        (Ok(value), Err(error)) if !is_extended(value) => {
            Err(format!("JSON has no `{value:.200}`: {error}"))
        }
        (Err(error), Ok(_)) if !STRICTER.contains(&error.message) => {
            Err(format!("JSON accepts what we do not: {error}"))
        }
        _ => Ok(()),
    }
}

/// Whether a value holds what JSON has no word for.
fn is_extended(value: &Value) -> bool {
    match value {
        Value::Float(float) => !float.is_finite(),
        // JSON does not bound them, but its parser reads them as floats.
        Value::BigInteger(_) => true,
        Value::List(items) => items.iter().any(is_extended),
        Value::Object(members) => members.iter().any(|(_, value)| is_extended(value)),
        _ => false,
    }
}

fn agrees(value: &Value, json: &Json) -> bool {
    match (value, json) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(ours), Json::Bool(theirs)) => ours == theirs,
        // Minus zero without a fraction is an integer here and a float there.
        (Value::Integer(0), Json::Number(number)) => number.as_f64() == Some(0.0),
        (Value::Integer(integer), Json::Number(number)) => number.as_i64() == Some(*integer),
        (Value::BigInteger(digits), Json::Number(number)) => {
            number.as_u64().map(|number| number.to_string()).as_ref() == Some(digits)
                || number.as_f64() == digits.parse().ok()
        }
        (Value::Float(float), Json::Number(number)) => {
            number.as_f64().map(f64::to_bits) == Some(float.to_bits())
        }
        (Value::Text(ours), Json::String(theirs)) => ours == theirs,
        (Value::List(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().zip(theirs).all(|(ours, theirs)| agrees(ours, theirs))
        }
        (Value::Object(ours), Json::Object(theirs)) => {
            let member = |(name, value): &(String, Value)| {
                theirs.get(name).is_some_and(|json| agrees(value, json))
            };
            ours.len() == theirs.len() && ours.iter().all(member)
        }
        _ => false,
    }
}

fn depth(value: &Value) -> usize {
    1 + match value {
        Value::List(items) => items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => members.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
        _ => 0,
    }
}

/// A text that is a value in one of its many spellings.
fn spelled(random: &mut Random, depth: usize) -> String {
    let space = random.pick(&["", "", "", " ", "\n", "\t \r\n"]).copied().unwrap_or_default();
    let leaf = VALUE_DEPTH_MAX < depth + 2 || random.once_in(3);
    let text = match random.below(if leaf { 6 } else { 8 }) {
        0 => random.pick(WORDS).copied().unwrap_or_default().to_owned(),
        1 => (i64::from_le_bytes(random.number().to_le_bytes()) >> random.below(64)).to_string(),
        2 => format!("{:e}", f64::from_bits(random.number())),
        3 => format!("{}.{}e{}", random.below(1000), random.number(), random.below(700)),
        4 | 5 => quoted(random),
        6 => {
            let items: Vec<String> =
                (0..random.below(5)).map(|_| spelled(random, depth + 1)).collect();
            format!("[{}]", items.join(","))
        }
        _ => {
            let member = |random: &mut Random| {
                let name = quoted(random);
                format!("{name}{space}:{}", spelled(random, depth + 1))
            };
            let members: Vec<String> = (0..random.below(5)).map(|_| member(random)).collect();
            format!("{{{}}}", members.join(","))
        }
    };
    format!("{space}{text}{space}")
}

fn quoted(random: &mut Random) -> String {
    let mut text = "\"".to_owned();
    for _ in 0..random.length(24) {
        let code = random.number();
        match random.below(5) {
            0 => text.push_str(&format!("\\u{:04x}", code & 0xffff)),
            1 => text.push_str(random.pick(&["\\n", "\\\"", "\\\\", "\\/", "\\b"]).unwrap_or(&"")),
            2 => text.extend(u32::try_from(code % 0x11_0000).ok().and_then(char::from_u32)),
            _ => text.push(char::from(b'a' + random.byte() % 26)),
        }
    }
    text + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn disagreements_are_seen() {
        let json = |text: &str| serde_json::from_str::<Json>(text).unwrap();
        let value = |text: &str| Value::parse(text).unwrap();
        for text in ["[1,2.5,\"x\",null,true,{\"a\":-0}]", "1e3", "18446744073709551615"] {
            assert!(agrees(&value(text), &json(text)), "{text}");
        }
        for (ours, theirs) in
            [("1", "1.0"), ("[1]", "[1,1]"), ("{\"a\":1}", "{\"b\":1}"), ("0", "1")]
        {
            assert!(!agrees(&value(ours), &json(theirs)), "{ours} {theirs}");
        }
        assert!(compare("1", &Ok(Value::Integer(2))).is_err());
        assert!(compare("nul", &Ok(Value::Null)).is_err());
        let refused = ValueError { offset: 0, message: "expected a value" };
        assert!(compare("[]", &Err(refused)).is_err());
        assert!(compare("NaN", &Value::parse("NaN")).is_ok());
        assert!(!same(&Value::Float(0.0), &Value::Float(-0.0)));
    }

    #[test]
    fn spellings_are_mostly_values() {
        let accepted = (0..1_000)
            .filter(|index| Value::parse(&spelled(&mut Random::of(5, *index), 0)).is_ok())
            .count();
        assert!((200..1_000).contains(&accepted), "{accepted}");
    }
}
