//! Typed calls: from an evaluator's import of the task's interface into the candidate's export of it.
//!
//! Values cross in the engine's own dynamic form, or for common shapes on the short way (`fast`): lifted out
//! of one memory and lowered into the other, so that nothing is shared and nothing is formatted. Where the other side is a script, they are
//! converted to plain data by the types of the interface (`lazaret_trial::Type`).

use std::mem::size_of;

use lazaret_trial::{Function, Type, Value};
use wasmtime::component::Val;

use crate::fast::Plain;

/// The engine counts what it lifts by the size of its own form of a value, which may be this many times
/// what the value takes in the guest's memory; so a budget for bytes is multiplied by it. A list of single
/// bytes reaches the budget of the engine somewhat earlier than its own.
pub const LIFTING_FACTOR: u64 = 8;

/// The arguments of a typed call on their way. What is inside is for the two sandboxes.
#[doc(hidden)]
pub enum Arguments<'a> {
    /// In the engine's form.
    Vals(&'a [Val]),
    /// In the form of the short way.
    Plain(Vec<Plain>),
}

/// The place for the result of a typed call, in the same form as the arguments.
#[doc(hidden)]
pub enum Answer<'a> {
    /// In the engine's form.
    Vals(&'a mut [Val]),
    /// In the form of the short way.
    Plain(&'a mut Option<Plain>),
}

impl Arguments<'_> {
    /// As plain data, one value for each parameter.
    #[must_use]
    pub fn values(&self, function: &Function) -> Vec<Value> {
        match self {
            Self::Vals(vals) => {
                let pairs = vals.iter().zip(&function.parameters);
                pairs.map(|(val, (_, ty))| lift(val, ty)).collect()
            }
            Self::Plain(values) => values.iter().map(Plain::value).collect(),
        }
    }

    /// Appends them in the binary form of plain data, one after the other.
    pub fn write_binary(&self, function: &Function, out: &mut Vec<u8>) {
        match self {
            Self::Vals(_) => {
                for value in self.values(function) {
                    value.write_binary(out);
                }
            }
            Self::Plain(values) => {
                for value in values {
                    value.write_binary(out);
                }
            }
        }
    }

    /// How much crosses, in bytes.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Vals(vals) => size(vals),
            Self::Plain(values) => values.iter().map(Plain::size).sum(),
        }
    }
}

impl Answer<'_> {
    /// Fills in a result that `function` has accepted.
    ///
    /// # Errors
    /// If it was not accepted before, and does not fit.
    pub fn set(&mut self, function: &Function, value: Value) -> Result<(), String> {
        match (self, &function.result) {
            (Self::Vals([slot]), Some(ty)) => *slot = lower(value, ty)?,
            (Self::Vals([]), None) => {}
            (Self::Plain(slot), Some(ty)) => {
                **slot = Some(Plain::of(value, ty).ok_or_else(|| unfit(&function.name))?);
            }
            _ => return Err(unfit(&function.name)),
        }
        Ok(())
    }

    /// Fills in a result from its binary form, once `function` has accepted it.
    ///
    /// # Errors
    /// If it is no result of this function.
    pub fn read_binary(&mut self, function: &Function, mut bytes: &[u8]) -> Result<(), String> {
        if let (Self::Plain(slot), Some(ty)) = (&mut *self, &function.result)
            && let Some(plain) = Plain::read_binary(ty, &mut bytes)
            && bytes.is_empty()
        {
            **slot = Some(plain);
            return Ok(());
        }
        self.set(function, read_result(function, bytes)?)
    }

    /// How much crosses, in bytes.
    pub(crate) fn size(&self) -> u64 {
        match self {
            Self::Vals(vals) => size(vals),
            Self::Plain(value) => value.as_ref().map_or(0, Plain::size),
        }
    }

    /// The same place for somebody else, for a while.
    pub(crate) fn again(&mut self) -> Answer<'_> {
        match self {
            Self::Vals(vals) => Answer::Vals(vals),
            Self::Plain(value) => Answer::Plain(value),
        }
    }
}

/// A result from its binary form, accepted by its function; null for a function that has none.
///
/// # Errors
/// If it is no result of this function.
pub fn read_result(function: &Function, mut bytes: &[u8]) -> Result<Value, String> {
    let value = match function.result {
        Some(_) => Value::read_binary(&mut bytes).map_err(|error| error.to_string())?,
        None => Value::Null,
    };
    if !bytes.is_empty() {
        return Err("more than one result".to_owned());
    }
    function.accept_result(value).map_err(|mismatch| mismatch.to_string())
}

/// The bytes of values in a guest's memory, by the canonical layout without padding: what budgets count
/// and what copying costs.
pub fn size(vals: &[Val]) -> u64 {
    match vals.first() {
        // The most common list need not be walked.
        Some(Val::Float64(_) | Val::S64(_) | Val::U64(_)) if same_kind(vals) => {
            vals.len() as u64 * 8
        }
        _ => vals.iter().map(size_of_one).sum(),
    }
}

fn same_kind(vals: &[Val]) -> bool {
    vals.iter().all(|val| matches!(val, Val::Float64(_) | Val::S64(_) | Val::U64(_)))
}

fn size_of_one(val: &Val) -> u64 {
    let boxed = |val: &Option<Box<Val>>| val.as_deref().map_or(0, size_of_one);
    match val {
        Val::Bool(_) | Val::S8(_) | Val::U8(_) => 1,
        Val::S16(_) | Val::U16(_) => 2,
        Val::S32(_) | Val::U32(_) | Val::Float32(_) | Val::Char(_) | Val::Enum(_) => 4,
        Val::S64(_) | Val::U64(_) | Val::Float64(_) => 8,
        Val::String(text) => 8 + text.len() as u64,
        Val::List(items) => 8 + size(items),
        Val::Tuple(items) => size(items),
        Val::Record(fields) => fields.iter().map(|(_, val)| size_of_one(val)).sum(),
        Val::Variant(_, payload) | Val::Option(payload) => 4 + boxed(payload),
        Val::Result(Ok(payload) | Err(payload)) => 4 + boxed(payload),
        Val::Flags(_) => 4,
        // No interface that was admitted has these.
        _ => size_of::<Val>() as u64,
    }
}

/// An accepted value in the engine's form.
///
/// # Errors
/// If the value was not accepted by the type before.
pub fn lower(value: Value, ty: &Type) -> Result<Val, String> {
    Ok(match (ty, value) {
        (Type::F64, Value::Float(float)) => Val::Float64(float),
        (Type::F32, Value::Float(float)) => Val::Float32(narrow(float)),
        (Type::Bool, Value::Bool(flag)) => Val::Bool(flag),
        (Type::String, Value::Text(text)) => Val::String(text),
        (Type::Char, Value::Text(text)) => {
            Val::Char(text.chars().next().ok_or_else(|| unfit("char"))?)
        }
        (Type::List(item), Value::List(items)) => {
            Val::List(items.into_iter().map(|value| lower(value, item)).collect::<Result<_, _>>()?)
        }
        (Type::Tuple(types), Value::List(items)) => Val::Tuple(
            types
                .iter()
                .zip(items)
                .map(|(ty, value)| lower(value, ty))
                .collect::<Result<_, _>>()?,
        ),
        (Type::Record(fields), Value::Object(members)) => {
            let lower = |((name, ty), (_, value)): (&(String, Type), (String, Value))| {
                Ok::<_, String>((name.clone(), lower(value, ty)?))
            };
            Val::Record(fields.iter().zip(members).map(lower).collect::<Result<_, _>>()?)
        }
        (Type::Enum(_), Value::Text(name)) => Val::Enum(name),
        (Type::Flags(_), Value::List(items)) => {
            let name = |item| match item {
                Value::Text(name) => Ok(name),
                _ => Err(unfit("flags")),
            };
            Val::Flags(items.into_iter().map(name).collect::<Result<_, _>>()?)
        }
        (Type::Option(_), Value::Null) => Val::Option(None),
        (Type::Option(some), value) => {
            let value = if some.may_be_null() { payload(value)?.1 } else { value };
            Val::Option(Some(Box::new(lower(value, some)?)))
        }
        (Type::Result(ok, error), value) => {
            let (name, value) = payload(value)?;
            let lower = |ty: &Option<Box<Type>>| {
                ty.as_ref().map(|ty| lower(value, ty).map(Box::new)).transpose()
            };
            Val::Result(if name == "ok" { Ok(lower(ok)?) } else { Err(lower(error)?) })
        }
        (Type::Variant(_), Value::Text(name)) => Val::Variant(name, None),
        (Type::Variant(cases), value) => {
            let (name, value) = payload(value)?;
            let ty = cases.iter().find(|(case, _)| *case == name).and_then(|(_, ty)| ty.as_ref());
            let value = lower(value, ty.ok_or_else(|| unfit("variant"))?)?;
            Val::Variant(name, Some(Box::new(value)))
        }
        (ty, value) => integer(ty, &value).ok_or_else(|| unfit(ty.keyword()))?,
    })
}

/// A value of the engine as plain data in its canonical form.
pub fn lift(val: &Val, ty: &Type) -> Value {
    match (ty, val) {
        (_, Val::Float64(float)) => Value::Float(*float),
        (_, Val::Float32(float)) => Value::Float(f64::from(*float)),
        (_, Val::Bool(flag)) => Value::Bool(*flag),
        (_, Val::S8(number)) => Value::Integer((*number).into()),
        (_, Val::U8(number)) => Value::Integer((*number).into()),
        (_, Val::S16(number)) => Value::Integer((*number).into()),
        (_, Val::U16(number)) => Value::Integer((*number).into()),
        (_, Val::S32(number)) => Value::Integer((*number).into()),
        (_, Val::U32(number)) => Value::Integer((*number).into()),
        (_, Val::S64(number)) => Value::Integer(*number),
        (_, Val::U64(number)) => match i64::try_from(*number) {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::BigInteger(number.to_string()),
        },
        (_, Val::Char(character)) => Value::Text(character.to_string()),
        (_, Val::String(text) | Val::Enum(text)) => Value::Text(text.clone()),
        (Type::List(item), Val::List(items)) => {
            Value::List(items.iter().map(|val| lift(val, item)).collect())
        }
        (Type::Tuple(types), Val::Tuple(items)) => {
            Value::List(items.iter().zip(types).map(|(val, ty)| lift(val, ty)).collect())
        }
        (Type::Record(fields), Val::Record(members)) => {
            let lift = |((_, val), (name, ty)): (&(String, Val), &(String, Type))| {
                (lazaret_trial::identifier(name), lift(val, ty))
            };
            Value::Object(members.iter().zip(fields).map(lift).collect())
        }
        (Type::Option(_), Val::Option(None)) => Value::Null,
        (Type::Option(some), Val::Option(Some(val))) => match some.may_be_null() {
            true => Value::Object(vec![("some".to_owned(), lift(val, some))]),
            false => lift(val, some),
        },
        (Type::Result(ok, error), Val::Result(result)) => {
            let (name, ty, val) = match result {
                Ok(val) => ("ok", ok, val),
                Err(val) => ("error", error, val),
            };
            let value = match (val, ty) {
                (Some(val), Some(ty)) => lift(val, ty),
                _ => Value::Null,
            };
            Value::Object(vec![(name.to_owned(), value)])
        }
        (Type::Variant(_), Val::Variant(name, None)) => Value::Text(name.clone()),
        (Type::Variant(cases), Val::Variant(name, Some(val))) => {
            let ty = cases.iter().find(|(case, _)| case == name).and_then(|(_, ty)| ty.as_ref());
            let value = ty.map_or(Value::Null, |ty| lift(val, ty));
            Value::Object(vec![(name.clone(), value)])
        }
        (_, Val::Flags(names)) => {
            Value::List(names.iter().map(|name| Value::Text(name.clone())).collect())
        }
        // Admission compared the types, so no other pair comes here.
        _ => Value::Null,
    }
}

fn integer(ty: &Type, value: &Value) -> Option<Val> {
    let number = match value {
        Value::Integer(number) => i128::from(*number),
        Value::BigInteger(digits) => digits.parse().ok()?,
        _ => return None,
    };
    Some(match ty {
        Type::S8 => Val::S8(number.try_into().ok()?),
        Type::U8 => Val::U8(number.try_into().ok()?),
        Type::S16 => Val::S16(number.try_into().ok()?),
        Type::U16 => Val::U16(number.try_into().ok()?),
        Type::S32 => Val::S32(number.try_into().ok()?),
        Type::U32 => Val::U32(number.try_into().ok()?),
        Type::S64 => Val::S64(number.try_into().ok()?),
        Type::U64 => Val::U64(number.try_into().ok()?),
        _ => return None,
    })
}

/// The name and the value of an object of one member.
fn payload(value: Value) -> Result<(String, Value), String> {
    match value {
        Value::Object(mut members) => members.pop().ok_or_else(|| unfit("case")),
        _ => Err(unfit("case")),
    }
}

fn unfit(what: &str) -> String {
    format!("a value that was not checked before it was converted to {what}")
}

#[expect(clippy::cast_possible_truncation, reason = "the value was rounded when it was accepted")]
const fn narrow(float: f64) -> f32 {
    float as f32
}
