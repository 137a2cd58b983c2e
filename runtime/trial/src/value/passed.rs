//! A value with arrays in it as it is handed on: a text, and the arrays beside it.

use super::array::ArrayError;
use super::binary::{read_array, take_text, take_way, write_array, write_bytes, write_way};
use super::{Value, ValueError};

/// A value whose arrays are beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The text of the value, with a null for each array.
    pub text: String,
    /// The arrays with their places, as `lazaret:python/arrays` has them.
    pub arrays: Vec<u8>,
}

/// Why what was passed is no value.
#[derive(Debug, thiserror::Error)]
pub enum PassedError {
    /// The text or the bytes are none.
    #[error(transparent)]
    Value(#[from] ValueError),
    /// An array has no place.
    #[error(transparent)]
    Array(#[from] ArrayError),
}

impl Passed {
    /// The parts of a value.
    #[must_use]
    pub fn of(mut value: Value) -> Self {
        let mut arrays = Vec::new();
        for (at, array) in value.take_arrays() {
            write_way(&at, &mut arrays);
            write_array(&array, &mut arrays);
        }
        Self { text: value.to_string(), arrays }
    }

    /// The value. Nothing of the bytes is believed, whoever has written them.
    ///
    /// # Errors
    /// If the text is no value, or the bytes are no arrays with places in it.
    pub fn value(&self) -> Result<Value, PassedError> {
        let mut value = Value::parse(&self.text)?;
        let mut rest = self.arrays.as_slice();
        while !rest.is_empty() {
            let at = take_way(&mut rest)?;
            value.place(&at, read_array(&mut rest)?)?;
        }
        Ok(value)
    }

    /// How much crosses.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        (self.text.len() + self.arrays.len()) as u64
    }

    /// Appends its bytes, for another process.
    pub fn write_binary(&self, out: &mut Vec<u8>) {
        write_bytes(self.text.as_bytes(), out);
        out.extend(&self.arrays);
    }

    /// Reads what [`Passed::write_binary`] has written, to the end.
    ///
    /// # Errors
    /// If the bytes are no such thing.
    pub fn read_binary(mut bytes: &[u8]) -> Result<Self, ValueError> {
        let text = take_text(&mut bytes)?.to_owned();
        Ok(Self { text, arrays: bytes.to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Array, Element};
    use super::*;

    #[test]
    fn it_arrives_as_it_was_and_is_checked_again() {
        let array = |bytes: &[u8]| {
            let length = u32::try_from(bytes.len()).unwrap();
            Array::new(Element::U8, vec![length, 1], bytes.to_vec()).unwrap()
        };
        let mut value = Value::parse(r#"[null,{"a":null},"x"]"#).unwrap();
        value.place(&[0], array(&[1, 2])).unwrap();
        value.place(&[1, 0], array(&[])).unwrap();
        let passed = Passed::of(value.clone());
        assert_eq!(passed.text, r#"[null,{"a":null},"x"]"#);
        let first = [1, 0, 0, 0, 0, 5, 2, 2, 0, 0, 0, 1, 0, 0, 0, 1, 2];
        let second = [2, 1, 0, 0, 0, 0, 0, 0, 0, 5, 2, 0, 0, 0, 0, 1, 0, 0, 0];
        assert_eq!(passed.arrays, [&first[..], &second[..]].concat());
        assert_eq!(passed.bytes(), 21 + 17 + 19);
        let mut bytes = Vec::new();
        passed.write_binary(&mut bytes);
        assert_eq!(Passed::read_binary(&bytes).unwrap().value().unwrap(), value);
        // What is cut off is missed, unless it is a whole array.
        let text = passed.text.clone();
        let cut = |end: usize| {
            let arrays = passed.arrays[..end].to_vec();
            Passed { text: text.clone(), arrays }.value().is_ok()
        };
        let whole: Vec<usize> = (0..=passed.arrays.len()).filter(|end| cut(*end)).collect();
        assert_eq!(whole, [0, 17, 36]);
        let twice = Passed { arrays: [first, first].concat(), ..passed };
        assert!(matches!(twice.value(), Err(PassedError::Array(ArrayError::Place))));
    }
}
