//! Values as text. `Display` gives the one canonical spelling.

use std::fmt::{self, Write};

use super::Value;

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_value(self, formatter, &mut None)
    }
}

/// Where lists of floats go that are not to be in the text.
#[derive(Default)]
pub(super) struct Aside {
    /// The way to what is being written.
    at: Vec<u32>,
    /// The lists so far, with their places.
    pub floats: Vec<u8>,
}

/// Writes a value. With `aside`, lists of floats go there and the text has `null` for each.
pub(super) fn write_value(
    value: &Value,
    out: &mut dyn Write,
    aside: &mut Option<Aside>,
) -> fmt::Result {
    if let Some(aside) = aside
        && let Some(items) = value.floats()
    {
        Value::write_floats(items, &aside.at, &mut aside.floats);
        return out.write_str("null");
    }
    let mut item = |out: &mut dyn Write, index: usize, value: &Value| {
        // The way is only kept for containers, and for whoever asks for it.
        if let Some(aside) = aside
            && matches!(value, Value::List(_) | Value::Object(_))
        {
            aside.at.push(u32::try_from(index).unwrap_or(u32::MAX));
        } else {
            return write_value(value, out, &mut None);
        }
        let written = write_value(value, out, aside);
        if let Some(aside) = aside {
            aside.at.pop();
        }
        written
    };
    match value {
        Value::Null => out.write_str("null"),
        Value::Bool(true) => out.write_str("true"),
        Value::Bool(false) => out.write_str("false"),
        Value::Integer(integer) => write!(out, "{integer}"),
        Value::BigInteger(digits) => out.write_str(digits),
        Value::Float(float) => write_float(out, *float),
        Value::Text(text) => write_text(out, text),
        Value::List(items) => {
            out.write_char('[')?;
            for (index, value) in items.iter().enumerate() {
                if 0 < index {
                    out.write_char(',')?;
                }
                item(out, index, value)?;
            }
            out.write_char(']')
        }
        Value::Object(members) => {
            out.write_char('{')?;
            for (index, (name, value)) in members.iter().enumerate() {
                if 0 < index {
                    out.write_char(',')?;
                }
                write_text(out, name)?;
                out.write_char(':')?;
                item(out, index, value)?;
            }
            out.write_char('}')
        }
        Value::Array(array) => write_value(&array.list(), out, &mut None),
    }
}

/// The shortest digits that read back to the same float, always with a fraction or an exponent so that
/// a float never becomes an integer on the other side.
fn write_float(formatter: &mut dyn Write, float: f64) -> fmt::Result {
    if float.is_nan() {
        return formatter.write_str("NaN");
    }
    if float.is_infinite() {
        return formatter.write_str(if 0.0 < float { "Infinity" } else { "-Infinity" });
    }
    write!(formatter, "{float:?}")
}

fn write_text(formatter: &mut dyn Write, text: &str) -> fmt::Result {
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
