//! Values as bytes, between processes of one machine. Text is for guests; this form is exact and quick.

use super::{
    Array, Element, PassedError, VALUE_DEPTH_MAX, VALUE_INTEGER_DIGITS_MAX, Value, ValueError,
};
use crate::Weakness;

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INTEGER: u8 = 3;
const BIG_INTEGER: u8 = 4;
const FLOAT: u8 = 5;
const TEXT: u8 = 6;
const LIST: u8 = 7;
const OBJECT: u8 = 8;
/// A list of floats only, without a tag for each.
const FLOATS: u8 = 9;
/// A list of integers from 0 to 255 only, a byte each.
const BYTES: u8 = 10;
/// What it is made of, how many lengths, the lengths, the bytes.
const ARRAY: u8 = 11;

impl Value {
    /// Appends the value's bytes.
    pub fn write_binary(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.push(NULL),
            Self::Bool(false) => out.push(FALSE),
            Self::Bool(true) => out.push(TRUE),
            Self::Integer(integer) => {
                out.push(INTEGER);
                out.extend(integer.to_le_bytes());
            }
            Self::BigInteger(digits) => {
                out.push(BIG_INTEGER);
                write_bytes(digits.as_bytes(), out);
            }
            Self::Float(float) => {
                out.push(FLOAT);
                out.extend(float.to_bits().to_le_bytes());
            }
            Self::Text(text) => {
                out.push(TEXT);
                write_bytes(text.as_bytes(), out);
            }
            Self::List(items) => write_list(items, out),
            Self::Object(members) => {
                out.push(OBJECT);
                write_count(members.len(), out);
                for (name, value) in members {
                    write_bytes(name.as_bytes(), out);
                    value.write_binary(out);
                }
            }
            Self::Array(array) => {
                out.push(ARRAY);
                write_array(array, out);
            }
        }
    }

    /// Reads a value from the front of `bytes`, and leaves what follows it.
    ///
    /// Holds values to the same rules as [`Value::parse`], because the bytes may come from a process that is no
    /// longer what it was.
    ///
    /// # Errors
    /// If the bytes are no value, or end within one.
    pub fn read_binary(bytes: &mut &[u8]) -> Result<Self, ValueError> {
        let whole = bytes.len();
        read(bytes, 0).map_err(|error| ValueError { offset: whole - bytes.len(), ..error })
    }
}

/// Appends a list of floats, in the form of a value.
pub fn write_floats(items: &[f64], out: &mut Vec<u8>) {
    out.push(if items.is_empty() { LIST } else { FLOATS });
    write_count(items.len(), out);
    out.reserve(items.len() * 8);
    for item in items {
        out.extend(item.to_bits().to_le_bytes());
    }
}

/// Reads a value that is a list of floats; none if it is another, and then nothing is read.
pub fn read_floats(bytes: &mut &[u8]) -> Option<Vec<f64>> {
    let items = packed(bytes, FLOATS, 8)?;
    let float =
        |chunk: &[u8]| chunk.try_into().map(|bits| f64::from_bits(u64::from_le_bytes(bits)));
    items.chunks_exact(8).map(|chunk| float(chunk).ok()).collect()
}

/// Appends a list of integers of one byte, in the form of a value.
pub fn write_octets(items: &[u8], out: &mut Vec<u8>) {
    out.push(if items.is_empty() { LIST } else { BYTES });
    write_bytes(items, out);
}

/// Reads a value that is a list of integers of one byte; none if it is another, and then nothing is read.
pub fn read_octets(bytes: &mut &[u8]) -> Option<Vec<u8>> {
    packed(bytes, BYTES, 1).map(<[u8]>::to_vec)
}

/// The items of a list that is packed with this tag, or is empty.
fn packed<'a>(bytes: &mut &'a [u8], tag: u8, size: usize) -> Option<&'a [u8]> {
    let mut rest = *bytes;
    let [found] = take_array(&mut rest).ok()?;
    let count = take_count(&mut rest, size).ok()?;
    let known = found == tag || (found == LIST && count == 0);
    let items = take(&mut rest, count * size).ok().filter(|_| known)?;
    *bytes = rest;
    Some(items)
}

fn write_list(items: &[Value], out: &mut Vec<u8>) {
    let float = |item: &Value| matches!(item, Value::Float(_));
    let byte = |item: &Value| matches!(item, Value::Integer(0..=255));
    let all_floats = !items.is_empty() && items.iter().all(float);
    let all_bytes = !items.is_empty() && items.iter().all(byte);
    out.push(if all_floats {
        FLOATS
    } else if all_bytes {
        BYTES
    } else {
        LIST
    });
    write_count(items.len(), out);
    for item in items {
        match item {
            Value::Float(float) if all_floats => out.extend(float.to_bits().to_le_bytes()),
            // In range, or else it is no list of bytes.
            Value::Integer(byte) if all_bytes => out.push(u8::try_from(*byte).unwrap_or_default()),
            item => item.write_binary(out),
        }
    }
}

pub(super) fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    write_count(bytes.len(), out);
    out.extend(bytes);
}

fn write_count(count: usize, out: &mut Vec<u8>) {
    out.extend((count as u64).to_le_bytes());
}

fn read(bytes: &mut &[u8], depth: usize) -> Result<Value, ValueError> {
    let [tag] = take_array(bytes)?;
    if depth == VALUE_DEPTH_MAX && matches!(tag, LIST | FLOATS | BYTES | OBJECT) {
        return Err(malformed("nested deeper than 64"));
    }
    Ok(match tag {
        NULL => Value::Null,
        FALSE => Value::Bool(false),
        TRUE => Value::Bool(true),
        INTEGER => Value::Integer(i64::from_le_bytes(take_array(bytes)?)),
        BIG_INTEGER => big_integer(take_text(bytes)?)?,
        FLOAT => Value::Float(take_float(bytes)?),
        TEXT => Value::Text(take_text(bytes)?.to_owned()),
        LIST => {
            let count = take_count(bytes, 1)?;
            Value::List((0..count).map(|_| read(bytes, depth + 1)).collect::<Result<_, _>>()?)
        }
        FLOATS => {
            let count = take_count(bytes, 8)?;
            let floats = (0..count).map(|_| take_float(bytes).map(Value::Float));
            Value::List(floats.collect::<Result<_, _>>()?)
        }
        BYTES => {
            let count = take_count(bytes, 1)?;
            let items = take(bytes, count)?.iter().map(|byte| Value::Integer((*byte).into()));
            Value::List(items.collect())
        }
        OBJECT => {
            let count = take_count(bytes, 9)?;
            let mut members: Vec<(String, Value)> = Vec::with_capacity(count.min(64));
            let mut names = std::collections::HashSet::new();
            for _ in 0..count {
                let name = take_text(bytes)?.to_owned();
                if !names.insert(name.clone()) {
                    return Err(malformed("a name twice in one object"));
                }
                members.push((name, read(bytes, depth + 1)?));
            }
            Value::Object(members)
        }
        ARRAY => {
            let array = read_array(bytes).map_err(|_| malformed("an array that is none"))?;
            if VALUE_DEPTH_MAX < depth + array.shape().len() {
                return Err(malformed("nested deeper than 64"));
            }
            Value::Array(Box::new(array))
        }
        _ => return Err(malformed("an unknown tag")),
    })
}

/// Appends an array, without a tag.
pub(super) fn write_array(array: &Array, out: &mut Vec<u8>) {
    let shape = array.shape();
    out.push(array.element().number());
    // At most 32, or it would be no array.
    out.push(u8::try_from(shape.len()).unwrap_or_default());
    for length in shape {
        out.extend(length.to_le_bytes());
    }
    out.extend(array.data());
}

pub(super) fn read_array(bytes: &mut &[u8]) -> Result<Array, PassedError> {
    let [element, dimensions] = take_array(bytes)?;
    let element = Element::of_number(element);
    let element = element.ok_or_else(|| malformed("an array of unknown elements"))?;
    let lengths = (0..dimensions).map(|_| take_array(bytes).map(u32::from_le_bytes));
    let shape = lengths.collect::<Result<Vec<_>, _>>()?;
    let length = usize::try_from(Array::bytes_of(element, &shape)?);
    let length = length.map_err(|_| malformed("too short"))?;
    let length = if Weakness::ArrayLengths.is_chosen() { length.min(bytes.len()) } else { length };
    let data = take(bytes, length)?;
    Ok(Array::new(element, shape, data.to_vec())?)
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Result<&'a [u8], ValueError> {
    let (head, tail) = bytes.split_at_checked(count).ok_or_else(|| malformed("too short"))?;
    *bytes = tail;
    Ok(head)
}

/// Appends the way to a place: the number of steps, at most as many as a value is deep, and the steps.
pub(super) fn write_way(at: &[u32], out: &mut Vec<u8>) {
    out.push(u8::try_from(at.len()).unwrap_or_default());
    for step in at {
        out.extend(step.to_le_bytes());
    }
}

pub(super) fn take_way(bytes: &mut &[u8]) -> Result<Vec<u32>, ValueError> {
    let [steps] = take_array(bytes)?;
    (0..steps).map(|_| take_array(bytes).map(u32::from_le_bytes)).collect()
}

pub(super) fn take_array<const COUNT: usize>(bytes: &mut &[u8]) -> Result<[u8; COUNT], ValueError> {
    take(bytes, COUNT)?.try_into().map_err(|_| malformed("too short"))
}

fn take_float(bytes: &mut &[u8]) -> Result<f64, ValueError> {
    Ok(f64::from_bits(u64::from_le_bytes(take_array(bytes)?)))
}

/// A count of things of at least `least` bytes each: no more than there can be, so that a lie costs no
/// memory.
fn take_count(bytes: &mut &[u8], least: usize) -> Result<usize, ValueError> {
    let count = usize::try_from(u64::from_le_bytes(take_array(bytes)?));
    let possible = bytes.len() / least;
    count.ok().filter(|count| *count <= possible).ok_or_else(|| malformed("a count that is none"))
}

pub(super) fn take_text<'a>(bytes: &mut &'a [u8]) -> Result<&'a str, ValueError> {
    let count = take_count(bytes, 1)?;
    std::str::from_utf8(take(bytes, count)?).map_err(|_| malformed("a text that is not UTF-8"))
}

/// Only what does not fit 64 bits, in its one spelling.
fn big_integer(digits: &str) -> Result<Value, ValueError> {
    let plain = digits.strip_prefix('-').unwrap_or(digits);
    let spelled = plain.len() <= VALUE_INTEGER_DIGITS_MAX
        && plain.bytes().all(|digit| digit.is_ascii_digit())
        && !plain.starts_with('0')
        && !plain.is_empty();
    if !spelled || digits.parse::<i64>().is_ok() {
        return Err(malformed("a large integer that is none"));
    }
    Ok(Value::BigInteger(digits.to_owned()))
}

const fn malformed(what: &'static str) -> ValueError {
    ValueError { offset: 0, message: what }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(value: &Value) -> Value {
        let mut bytes = Vec::new();
        value.write_binary(&mut bytes);
        let mut rest = bytes.as_slice();
        let back = Value::read_binary(&mut rest).unwrap();
        assert!(rest.is_empty());
        // No shorter text is a value: whatever is cut off is missed.
        for length in 0..bytes.len() {
            assert!(Value::read_binary(&mut &bytes[..length]).is_err(), "{value:?} at {length}");
        }
        back
    }

    #[test]
    fn every_kind_of_value_comes_back() {
        let text = r#"[null,true,false,-5,123456789012345678901234567890,0.5,-0.0,"\u0000ä",[],{},
            [0.5,-0.0],[0,255],[0,256],[0,0.5],{"a":[{"b":1}],"":2}]"#;
        let value = Value::parse(text).unwrap();
        assert_eq!(there_and_back(&value).to_string(), value.to_string());
        for float in [f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE, 5e-324] {
            assert_eq!(there_and_back(&Value::Float(float)), Value::Float(float));
        }
        let Value::Float(nan) = there_and_back(&Value::Float(f64::NAN)) else { panic!() };
        assert!(nan.is_nan());
    }

    #[test]
    fn arrays_come_back_and_are_checked_again() {
        for (element, shape, size) in [
            (Element::F64, vec![2, 3], 48),
            (Element::Bool, vec![], 1),
            (Element::Complex64, vec![0, 4], 0),
        ] {
            let array = Array::new(element, shape, vec![0; size]).unwrap();
            let value = Value::List(vec![Value::Array(Box::new(array)), Value::Null]);
            assert_eq!(there_and_back(&value), value);
        }
        let nan = [&[ARRAY, 10, 0][..], &0x7ff0_0000_0000_0001_u64.to_le_bytes()].concat();
        let Value::Array(array) = Value::read_binary(&mut &nan[..]).unwrap() else { panic!() };
        assert_eq!(array.data(), f64::NAN.to_le_bytes());
    }

    #[test]
    fn packed_lists_are_the_values_that_they_stand_for() {
        for floats in [vec![], vec![0.5], vec![-0.0, f64::INFINITY, 1e300]] {
            let value = Value::List(floats.iter().copied().map(Value::Float).collect());
            let (mut short, mut long) = (Vec::new(), Vec::new());
            write_floats(&floats, &mut short);
            value.write_binary(&mut long);
            assert_eq!(short, long);
            assert_eq!(read_floats(&mut &long[..]), Some(floats));
        }
        for octets in [vec![], vec![0], vec![1, 255]] {
            let item = |octet: &u8| Value::Integer((*octet).into());
            let (mut short, mut long) = (Vec::new(), Vec::new());
            write_octets(&octets, &mut short);
            Value::List(octets.iter().map(item).collect()).write_binary(&mut long);
            assert_eq!(short, long);
            assert_eq!(read_octets(&mut &long[..]), Some(octets));
        }
        let mut other = Vec::new();
        Value::parse("[1,2.5]").unwrap().write_binary(&mut other);
        let mut rest = other.as_slice();
        assert_eq!((read_floats(&mut rest), read_octets(&mut rest)), (None, None));
        assert_eq!(rest.len(), other.len());
    }

    #[test]
    fn lies_are_noticed_and_cost_no_memory() {
        let read = |bytes: &[u8]| Value::read_binary(&mut &*bytes);
        let counted = |tag: u8, count: u64, rest: &[u8]| {
            let mut bytes = vec![tag];
            bytes.extend(count.to_le_bytes());
            bytes.extend(rest);
            bytes
        };
        for tag in [LIST, FLOATS, BYTES, TEXT, OBJECT, BIG_INTEGER] {
            assert!(read(&counted(tag, u64::MAX, &[0; 16])).is_err(), "{tag}");
            assert!(read(&counted(tag, 1 << 40, &[0; 16])).is_err(), "{tag}");
        }
        assert!(read(&[12]).is_err());
        for bytes in
            [&[ARRAY][..], &[ARRAY, 13, 0, 0], &[ARRAY, 5, 33], &[ARRAY, 5, 1, 2, 0, 0, 0, 7]]
        {
            assert!(read(bytes).is_err(), "{bytes:?}");
        }
        let huge = [&[ARRAY, 5, 2][..], &[255; 8], &[0; 16]].concat();
        assert!(read(&huge).is_err());
        assert!(read(&counted(TEXT, 2, &[0xff, 0xfe])).is_err());
        for digits in ["7", "-0", "007", "", "-", "1e9", "9223372036854775807"] {
            let bytes = counted(BIG_INTEGER, digits.len() as u64, digits.as_bytes());
            assert!(read(&bytes).is_err(), "{digits}");
        }
        let digits = "9".repeat(VALUE_INTEGER_DIGITS_MAX + 1);
        assert!(read(&counted(BIG_INTEGER, digits.len() as u64, digits.as_bytes())).is_err());
        let mut deep = Vec::new();
        for _ in 0..=VALUE_DEPTH_MAX {
            deep.extend(counted(LIST, 1, &[]));
        }
        deep.push(NULL);
        assert!(read(&deep).is_err());
        let member = [counted(1, 0, &[])[1..].to_vec(), vec![NULL]].concat();
        assert!(read(&counted(OBJECT, 1, &member)).is_ok());
        assert!(read(&counted(OBJECT, 2, &[member.clone(), member].concat())).is_err());
    }
}
