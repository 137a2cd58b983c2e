//! A value as it is handed to an interpreter that takes lists of floats as bytes: a text, and those lists beside it.

use super::binary::{take_array, take_way, write_way};
use super::write::{Aside, write_value};
use super::{ArrayError, PassedError, VALUE_DEPTH_MAX, Value, ValueError};

/// Of fewer floats, place and length take as much as their texts.
const FLOATS_MIN: usize = 4;

/// A value whose lists of floats are beside its text, all or some of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The text of the value, with a null for each list that is beside it.
    pub text: String,
    /// The lists with their places, as `lazaret:python/float-lists` has them.
    pub floats: Vec<u8>,
}

impl Listed {
    /// The parts of a value without arrays.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        let (mut text, mut aside) = (String::new(), Some(Aside::default()));
        // Nothing that is written into a text fails.
        let _ = write_value(value, &mut text, &mut aside);
        Self { text, floats: aside.unwrap_or_default().floats }
    }

    /// The value. Nothing of the bytes is believed, whoever has written them.
    ///
    /// # Errors
    /// If the text is no value, or the bytes are no lists with places in it.
    pub fn value(&self) -> Result<Value, PassedError> {
        let mut value = Value::parse(&self.text)?;
        let mut rest = self.floats.as_slice();
        while !rest.is_empty() {
            let at = take_way(&mut rest)?;
            if VALUE_DEPTH_MAX <= at.len() {
                return Err(ArrayError::Depth.into());
            }
            let length = u32::from_le_bytes(take_array(&mut rest)?) as usize;
            let bytes = length.checked_mul(size_of::<f64>());
            let split = bytes.and_then(|bytes| rest.split_at_checked(bytes));
            let short = ValueError { offset: 0, message: "a list of floats that is cut short" };
            let (bytes, tail) = split.ok_or(short)?;
            rest = tail;
            let place = value.null_at(&at).ok_or(ArrayError::Place)?;
            let (numbers, _) = bytes.as_chunks();
            // As in a text, there is one NaN.
            let number = |bytes: &[u8; 8]| match f64::from_le_bytes(*bytes) {
                number if number.is_nan() => Value::Float(f64::NAN),
                number => Value::Float(number),
            };
            *place = Value::List(numbers.iter().map(number).collect());
        }
        Ok(value)
    }

    /// How much crosses.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        (self.text.len() + self.floats.len()) as u64
    }
}

impl Value {
    /// Whether it is a list of floats that is worth its place.
    pub(super) fn floats(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) if FLOATS_MIN <= items.len() => {
                items.iter().all(|item| matches!(item, Self::Float(_))).then_some(items)
            }
            _ => None,
        }
    }

    /// Appends a list of floats with its place.
    pub(super) fn write_floats(items: &[Self], at: &[u32], out: &mut Vec<u8>) {
        write_way(at, out);
        // It fits: a list of 2^32 items would not fit into any budget.
        out.extend(u32::try_from(items.len()).unwrap_or_default().to_le_bytes());
        for item in items {
            if let Self::Float(number) = item {
                out.extend(number.to_le_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_floats_cross_as_bytes_and_everything_else_as_text() {
        let text = r#"[[0.5,1.5,-0.0,Infinity],{"a":[1.0,2.0,3.0],"b":[[0.1,0.2,0.3,NaN,0.5]]},[1,2.0,3.0,4.0],"x",[]]"#;
        let value = Value::parse(text).unwrap();
        let listed = Listed::of(&value);
        assert_eq!(listed.text, r#"[null,{"a":[1.0,2.0,3.0],"b":[null]},[1,2.0,3.0,4.0],"x",[]]"#);
        let floats = |numbers: &[f64]| -> Vec<u8> {
            numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
        };
        let first =
            [&[1, 0, 0, 0, 0, 4, 0, 0, 0][..], &floats(&[0.5, 1.5, -0.0, f64::INFINITY])].concat();
        let second = [3, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0];
        let second = [&second[..], &floats(&[0.1, 0.2, 0.3, f64::NAN, 0.5])].concat();
        assert_eq!(listed.floats, [first, second].concat());
        assert_eq!(listed.value().unwrap().to_string(), text);
        // A whole value that is one.
        let whole = Value::parse("[0.5,1.5,2.5,3.5]").unwrap();
        let listed = Listed::of(&whole);
        assert_eq!((listed.text.as_str(), listed.floats.len()), ("null", 1 + 4 + 32));
        assert_eq!(listed.value().unwrap(), whole);
    }

    #[test]
    fn bytes_that_lie_are_no_value() {
        let value = |text: &str, floats: &[u8]| {
            Listed { text: text.to_owned(), floats: floats.to_vec() }.value()
        };
        let good = [&[1, 0, 0, 0, 0, 2, 0, 0, 0][..], &[0x55; 16]].concat();
        assert!(value("[null]", &good).is_ok());
        for (text, floats) in [
            ("[1]", good.clone()),
            ("[]", good.clone()),
            ("null", good.clone()),
            ("[null]", [&good[..], &good].concat()),
            ("[null]", vec![64; 64 * 4 + 5]),
            ("[null]", [&[1, 0, 0, 0, 0][..], &[0xff; 4], &[0; 80]].concat()),
            ("null", vec![0]),
        ] {
            assert!(value(text, &floats).is_err(), "{text} {floats:?}");
        }
        let ends: Vec<usize> =
            (0..=good.len()).filter(|end| value("[null]", &good[..*end]).is_ok()).collect();
        assert_eq!(ends, [0, 25]);
        // Every NaN is the same.
        let nan = [&[0, 1, 0, 0, 0][..], &0x7ff8_dead_beef_0001_u64.to_le_bytes()].concat();
        let Value::List(items) = value("null", &nan).unwrap() else { panic!() };
        let [Value::Float(number)] = items[..] else { panic!() };
        assert_eq!(number.to_bits(), f64::NAN.to_bits());
    }
}
