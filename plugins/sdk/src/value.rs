//! Plain data: what crosses between sandboxes if a task has no typed interface, and the data of cases.

use std::fmt::{self, Write};

/// One value, as JSON has them, with whole numbers apart from floats.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// Any other number, NaN and the infinities among them.
    Float(f64),
    /// A text.
    Text(String),
    /// Values in order.
    List(Vec<Value>),
    /// Values by name, in order.
    Map(Vec<(String, Value)>),
}

/// The value is of another type than the one asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongType {
    wanted: &'static str,
    found: &'static str,
}

impl fmt::Display for WrongType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is needed; got {}", self.wanted, self.found)
    }
}

impl std::error::Error for WrongType {}

impl Value {
    /// Reads a JSON text, extended by `NaN`, `Infinity` and `-Infinity`.
    ///
    /// # Errors
    /// If it is none; the message says where.
    pub fn parse(text: &str) -> Result<Self, String> {
        super::read::parse(text)
    }

    /// A number, whole or not.
    ///
    /// # Errors
    /// If it is none.
    pub fn number(&self) -> Result<f64, WrongType> {
        match self {
            Self::Integer(number) => Ok(*number as f64),
            Self::Float(number) => Ok(*number),
            other => Err(other.wrong("a number")),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// If it is none.
    pub fn integer(&self) -> Result<i128, WrongType> {
        match self {
            Self::Integer(number) => Ok(*number),
            other => Err(other.wrong("a whole number")),
        }
    }

    /// A text.
    ///
    /// # Errors
    /// If it is none.
    pub fn text(&self) -> Result<&str, WrongType> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(other.wrong("a text")),
        }
    }

    /// The items of a list.
    ///
    /// # Errors
    /// If it is none.
    pub fn items(&self) -> Result<&[Self], WrongType> {
        match self {
            Self::List(items) => Ok(items),
            other => Err(other.wrong("a list")),
        }
    }

    /// A list of numbers.
    ///
    /// # Errors
    /// If it is none, or holds something else.
    pub fn numbers(&self) -> Result<Vec<f64>, WrongType> {
        self.items()?.iter().map(Self::number).collect()
    }

    /// The entries of a map, in order.
    ///
    /// # Errors
    /// If it is none.
    pub fn entries(&self) -> Result<&[(String, Self)], WrongType> {
        match self {
            Self::Map(entries) => Ok(entries),
            other => Err(other.wrong("a map")),
        }
    }

    /// The value of a key; `Null` if the map has no such key.
    ///
    /// # Errors
    /// If it is no map.
    pub fn get(&self, key: &str) -> Result<&Self, WrongType> {
        let entry = self.entries()?.iter().find(|(known, _)| known == key);
        Ok(entry.map_or(&Self::Null, |(_, value)| value))
    }

    fn wrong(&self, wanted: &'static str) -> WrongType {
        let found = match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a bool",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        };
        WrongType { wanted, found }
    }

    /// The value as a JSON text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        // Writing to a text does not fail.
        let _ = match self {
            Self::Null => out.write_str("null"),
            Self::Bool(value) => write!(out, "{value}"),
            Self::Integer(number) => write!(out, "{number}"),
            Self::Float(number) if number.is_nan() => out.write_str("NaN"),
            Self::Float(number) if number.is_infinite() => {
                out.write_str(if *number < 0.0 { "-Infinity" } else { "Infinity" })
            }
            Self::Float(number) => write!(out, "{number:?}"),
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                let mut before = '[';
                for item in items {
                    out.push(before);
                    item.write(out);
                    before = ',';
                }
                out.write_str(if items.is_empty() { "[]" } else { "]" })
            }
            Self::Map(entries) => {
                let mut before = '{';
                for (key, value) in entries {
                    out.push(before);
                    let _ = write_text(key, out);
                    out.push(':');
                    value.write(out);
                    before = ',';
                }
                out.write_str(if entries.is_empty() { "{}" } else { "}" })
            }
        };
    }
}

fn write_text(text: &str, out: &mut String) -> fmt::Result {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control < ' ' => write!(out, "\\u{:04x}", control as u32)?,
            other => out.push(other),
        }
    }
    out.push('"');
    Ok(())
}

macro_rules! from {
    ($($type:ty => |$value:ident| $made:expr;)*) => {
        $(impl From<$type> for Value {
            fn from($value: $type) -> Self {
                $made
            }
        })*
    };
}

from! {
    bool => |value| Self::Bool(value);
    i32 => |value| Self::Integer(i128::from(value));
    i64 => |value| Self::Integer(i128::from(value));
    i128 => |value| Self::Integer(value);
    u32 => |value| Self::Integer(i128::from(value));
    u64 => |value| Self::Integer(i128::from(value));
    usize => |value| Self::Integer(value as i128);
    f64 => |value| Self::Float(value);
    &str => |value| Self::Text(value.to_owned());
    String => |value| Self::Text(value);
}

impl<V: Into<Value>> From<Vec<V>> for Value {
    fn from(items: Vec<V>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<V: Into<Value> + Clone> From<&[V]> for Value {
    fn from(items: &[V]) -> Self {
        Self::List(items.iter().cloned().map(Into::into).collect())
    }
}

impl<const N: usize> From<[(&str, Value); N]> for Value {
    fn from(entries: [(&str, Value); N]) -> Self {
        Self::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
}
