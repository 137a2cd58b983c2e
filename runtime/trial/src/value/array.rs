//! Arrays of numbers inside of plain data, as bytes.
//!
//! Invariants:
//! - The bytes are as many as the shape says, in C order, little-endian.
//! - They are the host's own: a truth value is 0 or 1, and there is one NaN, so that nothing crosses but numbers.
//! - As nested lists, an array is no deeper in its value than any value may be.

use serde::{Deserialize, Serialize};

use super::head::take_item;
use super::{Head, VALUE_DEPTH_MAX, Value};
use crate::Weakness;

/// The most dimensions of an array: half of what a value may have in depth, and what NumPy had for twenty years.
pub const ARRAY_DIMENSIONS_MAX: usize = 32;

/// The most bytes of an array, also if a length of 0 makes it empty: what a guest can address.
const ARRAY_BYTES_MAX: u64 = 1 << 32;

/// What an array is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "self-describing variants")]
pub enum Element {
    Bool,
    S8,
    S16,
    S32,
    S64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
    Complex64,
    Complex128,
}

/// How lists of numbers in arguments arrive at a candidate that speaks arrays. For all others they are lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lists {
    /// As what they are.
    #[default]
    AsLists,
    /// As arrays of the same numbers.
    AsArrays,
}

/// An array of numbers, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Array {
    element: Element,
    shape: Vec<u32>,
    data: Vec<u8>,
}

/// Why bytes are no array.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArrayError {
    /// Too many dimensions.
    #[error("an array of {0} dimensions; {ARRAY_DIMENSIONS_MAX} are allowed")]
    Dimensions(usize),
    /// A shape that no guest could hold.
    #[error("an array of a shape that has more than 4 GiB")]
    TooLarge,
    /// The bytes are not those of the shape.
    #[error("an array of {0} bytes; its shape has {1}")]
    Bytes(u64, u64),
    /// The place of an array is none.
    #[error("an array whose place in the value holds no null")]
    Place,
    /// As a list it would be too deep.
    #[error("an array whose numbers are nested more than {VALUE_DEPTH_MAX} levels deep")]
    Depth,
    /// Complex numbers where there is no place for them.
    #[error("an array of complex numbers; only programs with NumPy take them, from each other")]
    Complex,
}

impl Element {
    /// All of them, in the order of the contract.
    pub const ALL: &'static [Self] = &[
        Self::Bool,
        Self::S8,
        Self::S16,
        Self::S32,
        Self::S64,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::F32,
        Self::F64,
        Self::Complex64,
        Self::Complex128,
    ];

    /// The bytes of one element.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Self::Bool | Self::S8 | Self::U8 => 1,
            Self::S16 | Self::U16 => 2,
            Self::S32 | Self::U32 | Self::F32 => 4,
            Self::S64 | Self::U64 | Self::F64 | Self::Complex64 => 8,
            Self::Complex128 => 16,
        }
    }

    /// Its number between processes.
    pub(super) const fn number(self) -> u8 {
        self as u8
    }

    pub(super) fn of_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    const fn is_complex(self) -> bool {
        matches!(self, Self::Complex64 | Self::Complex128)
    }
}

impl Array {
    /// An array of these bytes, made the host's own.
    ///
    /// # Errors
    /// If the bytes are not those of the shape, or the shape is none.
    pub fn new(element: Element, shape: Vec<u32>, mut data: Vec<u8>) -> Result<Self, ArrayError> {
        let (bytes, expected) = (data.len() as u64, Self::bytes_of(element, &shape)?);
        if bytes != expected && !Weakness::ArrayLengths.is_chosen() {
            return Err(ArrayError::Bytes(bytes, expected));
        }
        match element {
            Element::Bool => data.iter_mut().for_each(|byte| *byte = u8::from(*byte != 0)),
            Element::F32 | Element::Complex64 => {
                for chunk in data.as_chunks_mut::<4>().0 {
                    if f32::from_le_bytes(*chunk).is_nan() {
                        *chunk = f32::NAN.to_le_bytes();
                    }
                }
            }
            Element::F64 | Element::Complex128 => {
                for chunk in data.as_chunks_mut::<8>().0 {
                    if f64::from_le_bytes(*chunk).is_nan() {
                        *chunk = f64::NAN.to_le_bytes();
                    }
                }
            }
            _ => {}
        }
        Ok(Self { element, shape, data })
    }

    /// How many bytes an array of this shape has.
    pub(super) fn bytes_of(element: Element, shape: &[u32]) -> Result<u64, ArrayError> {
        if ARRAY_DIMENSIONS_MAX < shape.len() {
            return Err(ArrayError::Dimensions(shape.len()));
        }
        let (mut bytes, mut empty) = (element.size() as u64, false);
        for length in shape {
            empty |= *length == 0;
            bytes = bytes.saturating_mul(u64::from(*length).max(1));
        }
        match (ARRAY_BYTES_MAX < bytes, empty) {
            (true, _) => Err(ArrayError::TooLarge),
            (false, true) => Ok(0),
            (false, false) => Ok(bytes),
        }
    }

    /// What it is made of.
    #[must_use]
    pub const fn element(&self) -> Element {
        self.element
    }

    /// The lengths, from the outermost; none for a single number.
    #[must_use]
    pub fn shape(&self) -> &[u32] {
        &self.shape
    }

    /// The elements.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// Its element and bytes, for whoever hands it on.
    #[must_use]
    pub fn into_parts(self) -> (Element, Vec<u32>, Vec<u8>) {
        (self.element, self.shape, self.data)
    }

    /// The numbers as nested lists, as many as there are dimensions; without any, the number itself. A complex number
    /// is a list of two, which is for people: [`Value::without_arrays`] refuses it.
    #[must_use]
    pub fn list(&self) -> Value {
        let mut items = self.data.chunks_exact(self.element.size()).map(|it| self.number(it));
        self.nested(&self.shape, &mut items)
    }

    fn nested(&self, shape: &[u32], items: &mut dyn Iterator<Item = Value>) -> Value {
        match shape.split_first() {
            None => items.next().unwrap_or(Value::Null),
            Some((length, [])) => Value::List(items.take(*length as usize).collect()),
            Some((length, inner)) => {
                Value::List((0..*length).map(|_| self.nested(inner, items)).collect())
            }
        }
    }

    /// The beginning of what [`Array::list`] gives, at the cost of what is kept.
    pub(super) fn head(&self, room: &mut usize) -> Head {
        self.head_of(&self.shape, &self.data, room)
    }

    fn head_of(&self, shape: &[u32], data: &[u8], room: &mut usize) -> Head {
        let Some((length, inner)) = shape.split_first() else {
            return Head::of(&self.number(data), room);
        };
        let (length, mut kept) = (*length as usize, Vec::new());
        let stride = data.len() / length.max(1);
        while kept.len() < length && take_item(room) {
            let item = data.get(kept.len() * stride..).and_then(|rest| rest.get(..stride));
            kept.push(self.head_of(inner, item.unwrap_or_default(), room));
        }
        let left_out = length - kept.len();
        Head::List(kept, left_out)
    }

    /// One element.
    fn number(&self, bytes: &[u8]) -> Value {
        fn word<const SIZE: usize>(bytes: &[u8]) -> [u8; SIZE] {
            bytes.first_chunk().copied().unwrap_or([0; SIZE])
        }
        match self.element {
            Element::Bool => Value::Bool(bytes != [0]),
            Element::S8 => Value::Integer(i8::from_le_bytes(word(bytes)).into()),
            Element::S16 => Value::Integer(i16::from_le_bytes(word(bytes)).into()),
            Element::S32 => Value::Integer(i32::from_le_bytes(word(bytes)).into()),
            Element::S64 => Value::Integer(i64::from_le_bytes(word(bytes))),
            Element::U8 => Value::Integer(u8::from_le_bytes(word(bytes)).into()),
            Element::U16 => Value::Integer(u16::from_le_bytes(word(bytes)).into()),
            Element::U32 => Value::Integer(u32::from_le_bytes(word(bytes)).into()),
            Element::U64 => {
                let number = u64::from_le_bytes(word(bytes));
                i64::try_from(number)
                    .map_or_else(|_| Value::BigInteger(number.to_string()), Value::Integer)
            }
            Element::F32 => Value::Float(f32::from_le_bytes(word(bytes)).into()),
            Element::F64 => Value::Float(f64::from_le_bytes(word(bytes))),
            Element::Complex64 | Element::Complex128 => {
                let (real, imaginary) = bytes.split_at(bytes.len() / 2);
                let part = |part: &[u8]| match part.len() {
                    4 => Value::Float(f32::from_le_bytes(word(part)).into()),
                    _ => Value::Float(f64::from_le_bytes(word(part))),
                };
                Value::List(vec![part(real), part(imaginary)])
            }
        }
    }
}

impl Value {
    /// Puts an array where the value has a null. `at` is the way to it: the position in each container.
    ///
    /// # Errors
    /// If there is no null at this place, or the numbers would be too deep as lists.
    pub fn place(&mut self, at: &[u32], array: Array) -> Result<(), ArrayError> {
        if VALUE_DEPTH_MAX < at.len() + array.shape.len() {
            return Err(ArrayError::Depth);
        }
        *self.null_at(at).ok_or(ArrayError::Place)? = Self::Array(Box::new(array));
        Ok(())
    }

    /// The null at a place, if there is one.
    pub(super) fn null_at(&mut self, at: &[u32]) -> Option<&mut Self> {
        let mut place = self;
        for step in at {
            let step = *step as usize;
            place = match place {
                Self::List(items) => items.get_mut(step)?,
                Self::Object(members) => members.get_mut(step).map(|(_, value)| value)?,
                _ => return None,
            };
        }
        (*place == Self::Null).then_some(place)
    }

    /// Takes all arrays out and leaves nulls, in the order of their places.
    #[must_use]
    pub fn take_arrays(&mut self) -> Vec<(Vec<u32>, Array)> {
        let (mut found, mut at) = (Vec::new(), Vec::new());
        self.take(&mut at, &mut found);
        found
    }

    fn take(&mut self, at: &mut Vec<u32>, found: &mut Vec<(Vec<u32>, Array)>) {
        let below: Vec<&mut Self> = match self {
            Self::Array(_) => {
                if let Self::Array(array) = std::mem::replace(self, Self::Null) {
                    found.push((at.clone(), *array));
                }
                return;
            }
            Self::List(items) => items.iter_mut().collect(),
            Self::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
            _ => return,
        };
        for (step, value) in (0_u32..).zip(below) {
            if matches!(value, Self::Array(_) | Self::List(_) | Self::Object(_)) {
                at.push(step);
                value.take(at, found);
                at.pop();
            }
        }
    }

    /// The same value with lists of numbers for arrays.
    ///
    /// # Errors
    /// If an array has complex numbers.
    pub fn without_arrays(self) -> Result<Self, ArrayError> {
        Ok(match self {
            Self::Array(array) if array.element.is_complex() => return Err(ArrayError::Complex),
            Self::Array(array) => array.list(),
            Self::List(items) if items.iter().any(Self::is_container) => {
                Self::List(items.into_iter().map(Self::without_arrays).collect::<Result<_, _>>()?)
            }
            Self::Object(members) => {
                let member = |(name, value): (String, Self)| Ok((name, value.without_arrays()?));
                Self::Object(members.into_iter().map(member).collect::<Result<_, _>>()?)
            }
            value => value,
        })
    }

    pub(super) const fn is_container(&self) -> bool {
        matches!(self, Self::Array(_) | Self::List(_) | Self::Object(_))
    }

    /// The same arguments with an array for each list of numbers in them: of 64-bit floats if there is a float or
    /// nothing at all in it, of 64-bit integers or truth values if there is nothing else. Lists of lists, of whatever
    /// depth, become one array if all that stand at the same depth are equally long. A list that holds anything
    /// else, or a whole number that the element does not hold exactly, stays a list, and what is in it is looked at.
    #[must_use]
    pub fn with_arrays(self) -> Self {
        match self {
            Self::List(items) => Self::List(items.into_iter().map(Self::array_or_same).collect()),
            Self::Object(members) => {
                let member = |(name, value): (String, Self)| (name, value.array_or_same());
                Self::Object(members.into_iter().map(member).collect())
            }
            value => value,
        }
    }

    fn array_or_same(self) -> Self {
        let Self::List(items) = &self else { return self.with_arrays() };
        let array = Nest::of(items).and_then(|nest| {
            let all = |kind: fn(&Self) -> bool| {
                !nest.numbers.is_empty() && nest.numbers.iter().all(|number| kind(number))
            };
            let element = if all(|number| matches!(number, Self::Bool(_))) {
                Element::Bool
            } else if all(|number| matches!(number, Self::Integer(_))) {
                Element::S64
            } else {
                Element::F64
            };
            nest.array(element)
        });
        match array {
            Some(array) => Self::Array(Box::new(array)),
            None => self.with_arrays(),
        }
    }
}

/// Lists in lists that are equally long wherever they stand at the same depth.
pub struct Nest<'a> {
    /// The lengths, from the outermost.
    shape: Vec<u32>,
    /// What stands in the innermost, in order.
    numbers: Vec<&'a Value>,
}

impl<'a> Nest<'a> {
    /// These items as a nest; none if it is ragged, has more dimensions than an array, or holds lists beside what is
    /// none.
    pub fn of(items: &'a [Value]) -> Option<Self> {
        let mut shape = vec![u32::try_from(items.len()).ok()?];
        let mut numbers: Vec<&Value> = items.iter().collect();
        while let Some(Value::List(first)) = numbers.first() {
            if shape.len() == ARRAY_DIMENSIONS_MAX {
                return None;
            }
            shape.push(u32::try_from(first.len()).ok()?);
            let mut below = Vec::with_capacity(numbers.len().saturating_mul(first.len()));
            for item in &numbers {
                let Value::List(inner) = item else { return None };
                if inner.len() != first.len() {
                    return None;
                }
                below.extend(inner);
            }
            numbers = below;
        }
        Some(Self { shape, numbers })
    }

    /// The same with so many dimensions: where nothing is in the innermost lists, it does not say how deep they would be.
    pub fn of_depth(mut self, depth: usize) -> Option<Self> {
        if self.numbers.is_empty() && self.shape.len() < depth && depth <= ARRAY_DIMENSIONS_MAX {
            self.shape.resize(depth, 0);
        }
        (self.shape.len() == depth).then_some(self)
    }

    /// An array of these numbers; none if one of them is none, or not held exactly.
    pub fn array(&self, element: Element) -> Option<Array> {
        Array::new(element, self.shape.clone(), data_of(element, &self.numbers)?).ok()
    }
}

/// The bytes of these numbers.
fn data_of(element: Element, numbers: &[&Value]) -> Option<Vec<u8>> {
    let mut data = Vec::with_capacity(numbers.len() * element.size());
    for item in numbers {
        match (element, item) {
            (Element::Bool, Value::Bool(bool)) => data.push(u8::from(*bool)),
            (Element::F64, Value::Float(float)) => data.extend(float.to_le_bytes()),
            (Element::F64, Value::Integer(integer)) => {
                data.extend(exact(*integer)?.to_le_bytes());
            }
            (Element::F32, Value::Float(float)) => {
                data.extend(crate::interface::narrow(*float).to_le_bytes());
            }
            (Element::U64, Value::BigInteger(digits)) => {
                data.extend(digits.parse::<u64>().ok()?.to_le_bytes());
            }
            (element, Value::Integer(integer)) => match element {
                Element::S8 => data.extend(i8::try_from(*integer).ok()?.to_le_bytes()),
                Element::S16 => data.extend(i16::try_from(*integer).ok()?.to_le_bytes()),
                Element::S32 => data.extend(i32::try_from(*integer).ok()?.to_le_bytes()),
                Element::S64 => data.extend(integer.to_le_bytes()),
                Element::U8 => data.extend(u8::try_from(*integer).ok()?.to_le_bytes()),
                Element::U16 => data.extend(u16::try_from(*integer).ok()?.to_le_bytes()),
                Element::U32 => data.extend(u32::try_from(*integer).ok()?.to_le_bytes()),
                Element::U64 => data.extend(u64::try_from(*integer).ok()?.to_le_bytes()),
                _ => return None,
            },
            _ => return None,
        }
    }
    Some(data)
}

/// The float of a whole number, if there is one.
#[expect(clippy::cast_precision_loss, reason = "what loses precision is refused")]
fn exact(integer: i64) -> Option<f64> {
    (integer.unsigned_abs() <= 1 << 53).then_some(integer as f64)
}

#[cfg(test)]
mod tests;
