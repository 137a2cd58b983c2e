//! Plain data meets WIT types: the one mapping between what scripts say and what typed programs say.
//!
//! | WIT | plain data |
//! |---|---|
//! | `bool` | a bool |
//! | `s8` ... `u64` | an integer in range; never a float, never a bool |
//! | `f32`, `f64` | a float; an integer that the type holds exactly |
//! | `char`, `string` | a text; for `char` of exactly one character |
//! | `list`, `tuple` | a list |
//! | `record` | an object; `-` in names becomes `_`; a field of type `option` may be left out |
//! | `enum` | the name of the case, as in WIT |
//! | `variant` | the name of a case without payload, or an object of one case with its payload |
//! | `flags` | a list of the names that are set |
//! | `option` | null, or the value; `{"some": value}` if the value itself may be null |
//! | `result` | `{"ok": value}` or `{"error": value}`, null where there is no value |

use std::fmt;

use super::{Function, Type};
use crate::value::Value;

/// Plain data that does not fit a type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Mismatch {
    /// Where in the data, for example `bins[3].weight`; empty for the whole.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            formatter.write_str(&self.message)
        } else {
            write!(formatter, "`{}`: {}", self.path, self.message)
        }
    }
}

/// A name of WIT as scripts and objects write it: `-` becomes `_`.
#[must_use]
pub fn identifier(name: &str) -> String {
    name.replace('-', "_")
}

impl Function {
    /// The arguments of a call, one for each parameter, in the canonical form of their types.
    ///
    /// # Errors
    /// If there are too many, too few, or one does not fit.
    pub fn accept_arguments(&self, arguments: Value) -> Result<Vec<Value>, Mismatch> {
        let whole = |message| Mismatch { path: String::new(), message };
        match arguments {
            Value::List(items) => {
                let (given, expected) = (items.len(), self.parameters.len());
                if given != expected {
                    let message = format!("{given} arguments where `{self}` takes {expected}");
                    return Err(whole(message));
                }
                let pairs = self.parameters.iter().zip(items);
                pairs.map(|((name, ty), item)| at_name(name, ty.accept(item))).collect()
            }
            Value::Object(members) => accept_members(&self.parameters, members),
            other => Err(whole(format!("expected a list or an object, got {}", other.kind()))),
        }
    }

    /// The result of a call, in the canonical form of its type; null if there is none.
    ///
    /// # Errors
    /// If it does not fit.
    pub fn accept_result(&self, result: Value) -> Result<Value, Mismatch> {
        match &self.result {
            Some(ty) => ty.accept(result),
            None if result == Value::Null => Ok(Value::Null),
            None => Err(mismatch("no result", &result)),
        }
    }
}

impl Type {
    /// `value` in the canonical form of this type, in which equal values are spelt equally.
    ///
    /// # Errors
    /// If the value does not fit.
    pub fn accept(&self, value: Value) -> Result<Value, Mismatch> {
        match (self, value) {
            (Self::Bool, value @ Value::Bool(_)) | (Self::String, value @ Value::Text(_)) => {
                Ok(value)
            }
            (Self::F64, value) => accept_float(value, "f64", Some),
            (Self::F32, value) => accept_float(value, "f32", |float| {
                let rounded = f64::from(narrow(float));
                // What is finite must not become infinite on the way.
                (rounded.is_finite() || !float.is_finite()).then_some(rounded)
            }),
            (Self::Char, Value::Text(text)) if text.chars().count() == 1 => Ok(Value::Text(text)),
            (Self::Char, Value::Text(_)) => Err(message("expected a text of one character")),
            (Self::List(item), Value::List(items)) => {
                let accepted = items.into_iter().enumerate();
                let accepted = accepted.map(|(at, value)| at_index(at, item.accept(value)));
                Ok(Value::List(accepted.collect::<Result<_, _>>()?))
            }
            (Self::Tuple(types), Value::List(items)) => accept_tuple(types, items),
            (Self::Record(fields), Value::Object(members)) => {
                let values = accept_members(fields, members)?;
                let names = fields.iter().map(|(name, _)| identifier(name));
                Ok(Value::Object(names.zip(values).collect()))
            }
            (Self::Enum(names), Value::Text(name)) => {
                if names.contains(&name) {
                    Ok(Value::Text(name))
                } else {
                    Err(unknown(&name, names))
                }
            }
            (Self::Flags(names), Value::List(items)) => accept_flags(names, &items),
            (Self::Option(_), Value::Null) => Ok(Value::Null),
            (Self::Option(some), value) => accept_some(some, value),
            (Self::Result(ok, error), Value::Object(members)) => accept_result(ok, error, members),
            (Self::Variant(cases), value) => accept_variant(cases, value),
            (ty, value) => match ty.integer_range() {
                Some((least, greatest)) => accept_integer(value, ty, least, greatest),
                None => Err(mismatch(ty.keyword(), &value)),
            },
        }
    }

    /// Whether null is a value of this type, so that an option of it needs another spelling.
    #[must_use]
    pub const fn may_be_null(&self) -> bool {
        matches!(self, Self::Option(_))
    }

    /// The least and the greatest value of an integer type.
    #[must_use]
    pub const fn integer_range(&self) -> Option<(i128, i128)> {
        Some(match self {
            Self::S8 => (i8::MIN as i128, i8::MAX as i128),
            Self::U8 => (0, u8::MAX as i128),
            Self::S16 => (i16::MIN as i128, i16::MAX as i128),
            Self::U16 => (0, u16::MAX as i128),
            Self::S32 => (i32::MIN as i128, i32::MAX as i128),
            Self::U32 => (0, u32::MAX as i128),
            Self::S64 => (i64::MIN as i128, i64::MAX as i128),
            Self::U64 => (0, u64::MAX as i128),
            _ => return None,
        })
    }
}

/// A 64-bit float rounded to the nearest of 32 bits.
#[expect(clippy::cast_possible_truncation, reason = "rounding is what it is for")]
pub const fn narrow(float: f64) -> f32 {
    float as f32
}

fn accept_integer(value: Value, ty: &Type, least: i128, greatest: i128) -> Result<Value, Mismatch> {
    let number = match &value {
        Value::Integer(integer) => Some(i128::from(*integer)),
        Value::BigInteger(digits) => digits.parse::<i128>().ok(),
        _ => return Err(mismatch(ty.keyword(), &value)),
    };
    match number {
        Some(number) if (least..=greatest).contains(&number) => Ok(value),
        _ => Err(message(&format!("outside the range of {}: {least} to {greatest}", ty.keyword()))),
    }
}

fn accept_float(
    value: Value,
    keyword: &str,
    round: impl FnOnce(f64) -> Option<f64>,
) -> Result<Value, Mismatch> {
    let float = match &value {
        Value::Float(float) => round(*float),
        // Integers are exact or refused: nobody notices a count that lost its last digit.
        Value::Integer(integer) => {
            round(exact(*integer)).filter(|float| integer_of(*float) == Some(i128::from(*integer)))
        }
        Value::BigInteger(digits) => {
            let float = digits.parse::<f64>().ok().and_then(round);
            float.filter(|float| digits.parse().ok() == integer_of(*float))
        }
        _ => return Err(mismatch(keyword, &value)),
    };
    match float {
        Some(float) if float.is_nan() => Ok(Value::Float(f64::NAN)),
        Some(float) => Ok(Value::Float(float)),
        None => Err(message(&format!("this number does not fit {keyword}"))),
    }
}

#[expect(clippy::cast_precision_loss, reason = "the caller compares")]
const fn exact(integer: i64) -> f64 {
    integer as f64
}

/// The integer that a float is, if it is one of at most 127 bits.
fn integer_of(float: f64) -> Option<i128> {
    #[expect(clippy::cast_possible_truncation, reason = "in range and whole by the condition")]
    (float.fract() == 0.0 && float.abs() < 2.0_f64.powi(126)).then_some(float as i128)
}

fn accept_tuple(types: &[Type], items: Vec<Value>) -> Result<Value, Mismatch> {
    if types.len() != items.len() {
        let (expected, given) = (types.len(), items.len());
        return Err(message(&format!("expected a list of {expected}, got one of {given}")));
    }
    let pairs = types.iter().zip(items).enumerate();
    let accepted = pairs.map(|(at, (ty, value))| at_index(at, ty.accept(value)));
    Ok(Value::List(accepted.collect::<Result<_, _>>()?))
}

/// The values of named members in the order of `fields`.
fn accept_members(
    fields: &[(String, Type)],
    members: Vec<(String, Value)>,
) -> Result<Vec<Value>, Mismatch> {
    let mut slots: Vec<Option<Value>> = fields.iter().map(|_| None).collect();
    for (member, value) in members {
        let at = fields.iter().position(|(name, _)| identifier(name) == member);
        match at.and_then(|at| slots.get_mut(at)) {
            Some(slot) => *slot = Some(value),
            None => {
                let names: Vec<String> = fields.iter().map(|(name, _)| identifier(name)).collect();
                return Err(unknown(&member, &names));
            }
        }
    }
    let accept = |((name, ty), slot): (&(String, Type), Option<Value>)| match slot {
        Some(value) => at_name(name, ty.accept(value)),
        None if matches!(ty, Type::Option(_)) => Ok(Value::Null),
        None => Err(message(&format!("`{}` is missing", identifier(name)))),
    };
    fields.iter().zip(slots).map(accept).collect()
}

fn accept_flags(names: &[String], items: &[Value]) -> Result<Value, Mismatch> {
    for item in items {
        match item {
            Value::Text(name) if names.contains(name) => {}
            Value::Text(name) => return Err(unknown(name, names)),
            other => return Err(mismatch("the name of a flag", other)),
        }
    }
    // In the order of the declaration, each once.
    let set = names
        .iter()
        .filter(|name| items.iter().any(|item| matches!(item, Value::Text(text) if text == *name)));
    Ok(Value::List(set.map(|name| Value::Text(name.clone())).collect()))
}

fn accept_some(some: &Type, value: Value) -> Result<Value, Mismatch> {
    if !some.may_be_null() {
        return some.accept(value);
    }
    let (name, value) = single(value)?;
    if name != "some" {
        return Err(message("expected null or an object with the one name `some`"));
    }
    Ok(Value::Object(vec![(name, at_name("some", some.accept(value))?)]))
}

fn accept_result(
    ok: &Option<Box<Type>>,
    error: &Option<Box<Type>>,
    members: Vec<(String, Value)>,
) -> Result<Value, Mismatch> {
    let (name, value) = single(Value::Object(members))?;
    let ty = match name.as_str() {
        "ok" => ok,
        "error" => error,
        _ => return Err(message("expected an object with one name, `ok` or `error`")),
    };
    let value = match ty {
        Some(ty) => at_name(&name, ty.accept(value))?,
        None if value == Value::Null => Value::Null,
        None => return Err(at(&name, mismatch("null", &value))),
    };
    Ok(Value::Object(vec![(name, value)]))
}

fn accept_variant(cases: &[(String, Option<Type>)], value: Value) -> Result<Value, Mismatch> {
    let names = || cases.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let case = |name: &str| cases.iter().find(|(case, _)| case == name);
    if let Value::Text(name) = value {
        return match case(&name) {
            Some((_, None)) => Ok(Value::Text(name)),
            Some(_) => {
                Err(message(&format!("the case `{name}` needs a value: {{\"{name}\": ...}}")))
            }
            None => Err(unknown(&name, &names())),
        };
    }
    if !matches!(value, Value::Object(_)) {
        return Err(mismatch("a case", &value));
    }
    let (name, value) = single(value)?;
    match case(&name) {
        Some((_, Some(ty))) => {
            let value = at_name(&name, ty.accept(value))?;
            Ok(Value::Object(vec![(name, value)]))
        }
        Some(_) => Err(message(&format!("the case `{name}` has no value: write \"{name}\""))),
        None => Err(unknown(&name, &names())),
    }
}

/// The only member of an object.
fn single(value: Value) -> Result<(String, Value), Mismatch> {
    match value {
        Value::Object(mut members) if members.len() == 1 => {
            members.pop().ok_or_else(|| message("expected an object with one name"))
        }
        Value::Object(_) => Err(message("expected an object with one name")),
        other => Err(mismatch("an object with one name", &other)),
    }
}

fn message(text: &str) -> Mismatch {
    Mismatch { path: String::new(), message: text.to_owned() }
}

fn mismatch(expected: &str, value: &Value) -> Mismatch {
    message(&format!("expected {expected}, got {}", value.kind()))
}

/// `name` may be anything that a guest has sent, of any length.
fn unknown(name: &str, known: &[String]) -> Mismatch {
    let name: String = name.chars().take(64).flat_map(char::escape_debug).collect();
    message(&format!("unknown name `{name}`; known here: {}", known.join(", ")))
}

fn at_name<T>(name: &str, result: Result<T, Mismatch>) -> Result<T, Mismatch> {
    result.map_err(|mismatch| at(&identifier(name), mismatch))
}

fn at_index<T>(index: usize, result: Result<T, Mismatch>) -> Result<T, Mismatch> {
    result.map_err(|mismatch| at(&format!("[{index}]"), mismatch))
}

fn at(step: &str, inner: Mismatch) -> Mismatch {
    let path = match inner.path.as_str() {
        "" => step.to_owned(),
        path if path.starts_with('[') => format!("{step}{path}"),
        path => format!("{step}.{path}"),
    };
    Mismatch { path, message: inner.message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Type {
        Type::Record(vec![
            ("in-use".to_owned(), Type::Bool),
            ("weight".to_owned(), Type::Option(Box::new(Type::F64))),
        ])
    }

    #[track_caller]
    fn check(ty: &Type, value: &str, expected: &str) {
        let accepted = ty.accept(Value::parse(value).unwrap());
        let shown = accepted.map_or_else(|error| format!("! {error}"), |value| value.to_string());
        assert_eq!(shown, expected, "{ty} {value}");
    }

    #[test]
    fn numbers() {
        check(&Type::U8, "255", "255");
        check(&Type::U8, "256", "! outside the range of u8: 0 to 255");
        check(&Type::S8, "-128", "-128");
        check(&Type::U64, "18446744073709551615", "18446744073709551615");
        check(
            &Type::U64,
            "18446744073709551616",
            "! outside the range of u64: 0 to 18446744073709551615",
        );
        check(&Type::U32, "1.0", "! expected u32, got a float");
        check(&Type::U32, "true", "! expected u32, got a bool");
        check(&Type::F64, "3", "3.0");
        check(&Type::F64, "-0.0", "-0.0");
        check(&Type::F64, "NaN", "NaN");
        check(&Type::F64, "-Infinity", "-Infinity");
        check(&Type::F64, "9007199254740992", "9007199254740992.0");
        check(&Type::F64, "9007199254740993", "! this number does not fit f64");
        check(&Type::F64, "9223372036854775807", "! this number does not fit f64");
        check(&Type::F64, "100000000000000000000", "1e20");
        check(&Type::F64, "100000000000000000001", "! this number does not fit f64");
        check(&Type::F32, "0.1", "0.10000000149011612");
        check(&Type::F32, "1e39", "! this number does not fit f32");
        check(&Type::F32, "16777217", "! this number does not fit f32");
        check(&Type::F64, "\"1\"", "! expected f64, got a text");
    }

    #[test]
    fn texts_lists_and_tuples() {
        check(&Type::Char, "\"\u{1f600}\"", "\"\u{1f600}\"");
        check(&Type::Char, "\"ab\"", "! expected a text of one character");
        check(&Type::String, "1", "! expected string, got an integer");
        let list = Type::List(Box::new(Type::List(Box::new(Type::F64))));
        check(&list, "[[1],[],[2.5]]", "[[1.0],[],[2.5]]");
        check(&list, "[[1],[2,null]]", "! `[1][1]`: expected f64, got null");
        let tuple = Type::Tuple(vec![Type::Bool, Type::U8]);
        check(&tuple, "[true,1]", "[true,1]");
        check(&tuple, "[true]", "! expected a list of 2, got one of 1");
        check(&tuple, "[true,1000]", "! `[1]`: outside the range of u8: 0 to 255");
    }

    #[test]
    fn named_things() {
        check(&record(), "{\"weight\":1,\"in_use\":true}", "{\"in_use\":true,\"weight\":1.0}");
        check(&record(), "{\"in_use\":true}", "{\"in_use\":true,\"weight\":null}");
        check(&record(), "{}", "! `in_use` is missing");
        check(
            &record(),
            "{\"in-use\":true}",
            "! unknown name `in-use`; known here: in_use, weight",
        );
        check(
            &Type::List(Box::new(record())),
            "[{\"in_use\":1}]",
            "! `[0].in_use`: expected bool, got an integer",
        );
        let names = vec!["north-east".to_owned(), "south".to_owned()];
        check(&Type::Enum(names.clone()), "\"north-east\"", "\"north-east\"");
        check(
            &Type::Enum(names.clone()),
            "\"north_east\"",
            "! unknown name `north_east`; known here: north-east, south",
        );
        let flags = Type::Flags(names);
        check(&flags, "[\"south\",\"north-east\",\"south\"]", "[\"north-east\",\"south\"]");
        check(&flags, "[]", "[]");
        check(&flags, "[1]", "! expected the name of a flag, got an integer");
    }

    #[test]
    fn alternatives() {
        let option = Type::Option(Box::new(Type::U8));
        check(&option, "null", "null");
        check(&option, "1", "1");
        let nested = Type::Option(Box::new(option));
        check(&nested, "null", "null");
        check(&nested, "{\"some\":null}", "{\"some\":null}");
        check(&nested, "{\"some\":7}", "{\"some\":7}");
        check(&nested, "7", "! expected an object with one name, got an integer");
        let result = Type::Result(Some(Box::new(Type::U8)), None);
        check(&result, "{\"ok\":1}", "{\"ok\":1}");
        check(&result, "{\"error\":null}", "{\"error\":null}");
        check(&result, "{\"error\":1}", "! `error`: expected null, got an integer");
        check(&result, "{\"ok\":1,\"error\":null}", "! expected an object with one name");
        let variant =
            Type::Variant(vec![("none".to_owned(), None), ("at-most".to_owned(), Some(Type::F64))]);
        check(&variant, "\"none\"", "\"none\"");
        check(&variant, "{\"at-most\":2}", "{\"at-most\":2.0}");
        check(&variant, "\"at-most\"", "! the case `at-most` needs a value: {\"at-most\": ...}");
        check(&variant, "{\"none\":null}", "! the case `none` has no value: write \"none\"");
        check(&variant, "3", "! expected a case, got an integer");
    }

    #[test]
    fn arguments() {
        let function = Function {
            name: "next-step".to_owned(),
            parameters: vec![("old-one".to_owned(), Type::F64), ("n".to_owned(), Type::U8)],
            result: None,
        };
        let check = |arguments: &str, expected: &str| {
            let accepted = function.accept_arguments(Value::parse(arguments).unwrap());
            let accepted = accepted.map(|values| Value::List(values).to_string());
            assert_eq!(accepted.unwrap_or_else(|error| format!("! {error}")), expected);
        };
        check("[1,2]", "[1.0,2]");
        check("{\"n\":2,\"old_one\":1}", "[1.0,2]");
        check("[1]", "! 1 arguments where `next-step: func(old-one: f64, n: u8)` takes 2");
        check("[1,null]", "! `n`: expected u8, got null");
        check("{\"n\":2}", "! `old_one` is missing");
        assert_eq!(function.accept_result(Value::Null), Ok(Value::Null));
        assert!(function.accept_result(Value::Bool(true)).is_err());
    }
}
