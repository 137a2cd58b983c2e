//! Values as text. `Display` gives the one canonical spelling.

use std::fmt::{self, Write};

use super::Value;

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(true) => formatter.write_str("true"),
            Self::Bool(false) => formatter.write_str("false"),
            Self::Integer(integer) => write!(formatter, "{integer}"),
            Self::BigInteger(digits) => formatter.write_str(digits),
            Self::Float(float) => write_float(formatter, *float),
            Self::Text(text) => write_text(formatter, text),
            Self::List(items) => {
                formatter.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    if 0 < index {
                        formatter.write_char(',')?;
                    }
                    item.fmt(formatter)?;
                }
                formatter.write_char(']')
            }
            Self::Object(members) => {
                formatter.write_char('{')?;
                for (index, (name, value)) in members.iter().enumerate() {
                    if 0 < index {
                        formatter.write_char(',')?;
                    }
                    write_text(formatter, name)?;
                    formatter.write_char(':')?;
                    value.fmt(formatter)?;
                }
                formatter.write_char('}')
            }
            Self::Array(array) => array.list().fmt(formatter),
        }
    }
}

/// The shortest digits that read back to the same float, always with a fraction or an exponent so that
/// a float never becomes an integer on the other side.
fn write_float(formatter: &mut fmt::Formatter<'_>, float: f64) -> fmt::Result {
    if float.is_nan() {
        return formatter.write_str("NaN");
    }
    if float.is_infinite() {
        return formatter.write_str(if 0.0 < float { "Infinity" } else { "-Infinity" });
    }
    write!(formatter, "{float:?}")
}

fn write_text(formatter: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    formatter.write_char('"')?;
    let mut plain_from = 0;
    for (index, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..=0x1f => "",
            _ => continue,
        };
        formatter.write_str(text.get(plain_from..index).unwrap_or_default())?;
        if escape.is_empty() {
            write!(formatter, "\\u{byte:04x}")?;
        } else {
            formatter.write_str(escape)?;
        }
        plain_from = index + 1;
    }
    formatter.write_str(text.get(plain_from..).unwrap_or_default())?;
    formatter.write_char('"')
}
