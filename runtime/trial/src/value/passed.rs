//! A value with arrays in it as it is handed on: a text, and the arrays beside it.

use super::array::{Array, ArrayError};
use super::binary::{read_array, take_array, take_text, write_array, write_bytes};
use super::{Value, ValueError};

/// A value whose arrays are beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// The text of the value, with a null for each array.
    pub text: String,
    /// The way to each null, and the array.
    pub arrays: Vec<(Vec<u32>, Array)>,
}

/// Why what was passed is no value.
#[derive(Debug, thiserror::Error)]
pub enum PassedError {
    /// The text is none.
    #[error(transparent)]
    Text(#[from] ValueError),
    /// An array is none.
    #[error(transparent)]
    Array(#[from] ArrayError),
}

/// What an array takes beside its bytes and lengths.
const ARRAY_FRAME_BYTES: usize = 16;

impl Passed {
    /// The parts of a value.
    #[must_use]
    pub fn of(mut value: Value) -> Self {
        let arrays = value.take_arrays();
        Self { text: value.to_string(), arrays }
    }

    /// The value.
    ///
    /// # Errors
    /// If the text is no value, or an array has no place in it.
    pub fn value(self) -> Result<Value, PassedError> {
        let mut value = Value::parse(&self.text)?;
        for (at, array) in self.arrays {
            value.place(&at, array)?;
        }
        Ok(value)
    }

    /// How much crosses.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let array = |(at, array): &(Vec<u32>, Array)| {
            ARRAY_FRAME_BYTES + 4 * (at.len() + array.shape().len()) + array.data().len()
        };
        (self.text.len() + self.arrays.iter().map(array).sum::<usize>()) as u64
    }

    /// Appends its bytes.
    pub fn write_binary(&self, out: &mut Vec<u8>) {
        write_bytes(self.text.as_bytes(), out);
        for (at, array) in &self.arrays {
            // At most as many as a value is deep.
            out.push(u8::try_from(at.len()).unwrap_or_default());
            for step in at {
                out.extend(step.to_le_bytes());
            }
            write_array(array, out);
        }
    }

    /// Reads what [`Passed::write_binary`] has written, to the end.
    ///
    /// # Errors
    /// If the bytes are no such thing.
    pub fn read_binary(mut bytes: &[u8]) -> Result<Self, ValueError> {
        let bytes = &mut bytes;
        let text = take_text(bytes)?.to_owned();
        let mut arrays = Vec::new();
        while !bytes.is_empty() {
            let [steps] = take_array(bytes)?;
            let at = (0..steps).map(|_| take_array(bytes).map(u32::from_le_bytes));
            let at = at.collect::<Result<Vec<_>, _>>()?;
            arrays.push((at, read_array(bytes)?));
        }
        Ok(Self { text, arrays })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Element;
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
        assert_eq!(passed.bytes(), 21 + 2 * 16 + 4 * (3 + 4) + 2);
        let mut bytes = Vec::new();
        passed.write_binary(&mut bytes);
        assert_eq!(Passed::read_binary(&bytes).unwrap().value().unwrap(), value);
        // What is cut off is missed, unless it is a whole array.
        let whole = (0..bytes.len()).filter(|end| Passed::read_binary(&bytes[..*end]).is_ok());
        assert_eq!(whole.count(), 2);
        let twice = Passed { arrays: vec![passed.arrays[0].clone(); 2], ..passed };
        assert!(matches!(twice.value(), Err(PassedError::Array(ArrayError::Place))));
    }
}
