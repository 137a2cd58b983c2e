//! What a typed call carries, as far as somebody may want to read it afterwards.
//!
//! On the way of every call, so scalars are copied and lists are copied no further than can be shown.

use lazaret_trial::{Cut, Function, Head, Type, Value, identifier};
use wasmtime::component::Val;

use crate::fast::Plain;
use crate::typed::{Answer, Arguments, lift};

impl Arguments<'_> {
    /// Puts the beginning of each argument into `heads`, in the memory that is there. `room` is how many bytes of
    /// text may be kept.
    pub fn heads(&self, function: &Function, heads: &mut Vec<Head>, mut room: usize) {
        match self {
            Self::Vals(vals) => {
                let types = function.parameters.iter().map(|(_, ty)| ty);
                heads.clear();
                heads.extend(vals.iter().zip(types).map(|(val, ty)| head(val, ty, &mut room)));
            }
            Self::Plain(values) => {
                if heads.len() != values.len() {
                    heads.resize(values.len(), Head::Short(Value::Null));
                }
                for (value, slot) in values.iter().zip(heads) {
                    value.head(slot, &mut room);
                }
            }
        }
    }
}

impl Answer<'_> {
    /// Puts the beginning of the answer that was filled in into `slot`.
    pub fn head(&self, function: &Function, slot: &mut Head, mut room: usize) {
        match self {
            Self::Vals([val]) => {
                let ty = function.result.as_ref();
                *slot = ty.map_or(Head::Short(Value::Null), |ty| head(val, ty, &mut room));
            }
            Self::Plain(Some(value)) => value.head(slot, &mut room),
            Self::Vals(_) | Self::Plain(None) => *slot = Head::Short(Value::Null),
        }
    }
}

impl Plain {
    /// Puts the beginning of the value into `slot`.
    fn head(&self, slot: &mut Head, room: &mut usize) {
        match self {
            Self::Float(float) => slot.set_float(*float),
            Self::Floats(items) => slot.set_floats(items, room),
            Self::Bytes(items) => slot.set_octets(items, room),
            Self::Text(text) => *slot = Head::Text(Cut::of(text, room)),
        }
    }
}

/// The beginning of what [`lift`] would give.
fn head(val: &Val, ty: &Type, room: &mut usize) -> Head {
    match (ty, val) {
        (_, Val::String(text)) => Head::Text(Cut::of(text, room)),
        (Type::List(item), Val::List(items)) => {
            Head::list(items, room, |val, room| head(val, item, room))
        }
        (Type::Tuple(types), Val::Tuple(items)) => {
            let pairs: Vec<(&Val, &Type)> = items.iter().zip(types).collect();
            Head::list(&pairs, room, |(val, ty), room| head(val, ty, room))
        }
        (Type::Record(fields), Val::Record(members)) => {
            let names: Vec<String> = fields.iter().map(|(name, _)| identifier(name)).collect();
            let pairs = members.iter().zip(fields).map(|((_, val), (_, ty))| (val, ty));
            let members: Vec<(&str, (&Val, &Type))> =
                names.iter().map(String::as_str).zip(pairs).collect();
            Head::object(members.into_iter(), room, |(val, ty), room| head(val, ty, room))
        }
        (Type::Option(some), Val::Option(Some(val))) => match some.may_be_null() {
            true => one("some", Some((val, some)), room),
            false => head(val, some, room),
        },
        (Type::Result(ok, error), Val::Result(result)) => match result {
            Ok(val) => one("ok", val.as_deref().zip(ok.as_deref()), room),
            Err(val) => one("error", val.as_deref().zip(error.as_deref()), room),
        },
        (Type::Variant(cases), Val::Variant(name, Some(val))) => {
            let ty = cases.iter().find(|(case, _)| case == name).and_then(|(_, ty)| ty.as_ref());
            one(name, ty.map(|ty| (&**val, ty)), room)
        }
        // What is left is short.
        (ty, val) => Head::of(&lift(val, ty), room),
    }
}

/// An object of one member.
fn one(name: &str, member: Option<(&Val, &Type)>, room: &mut usize) -> Head {
    Head::object([(name, member)].into_iter(), room, |member, room| match member {
        Some((val, ty)) => head(val, ty, room),
        None => Head::Short(Value::Null),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two ways to plain data agree, so that a call is shown as a script would have got it.
    #[track_caller]
    fn check(val: &Val, ty: &Type, text: &str) {
        assert_eq!(lift(val, ty).to_string(), text);
        assert_eq!(head(val, ty, &mut 1024).text(1024), text);
    }

    #[test]
    fn values_of_every_shape_are_shown_as_they_are_lifted() {
        let list = |ty| Type::List(Box::new(ty));
        let option = |ty| Type::Option(Box::new(ty));
        let some = |val| Val::Option(Some(Box::new(val)));
        check(&Val::U64(u64::MAX), &Type::U64, "18446744073709551615");
        check(&Val::Char('x'), &Type::Char, "\"x\"");
        check(&Val::List(vec![Val::U8(1), Val::U8(2)]), &list(Type::U8), "[1,2]");
        let tuple = Type::Tuple(vec![Type::F32, Type::String]);
        check(&Val::Tuple(vec![Val::Float32(0.5), Val::String("a".into())]), &tuple, "[0.5,\"a\"]");
        let record = Type::Record(vec![("two-words".to_owned(), list(Type::Bool))]);
        let val = Val::Record(vec![("two-words".to_owned(), Val::List(vec![Val::Bool(true)]))]);
        check(&val, &record, "{\"two_words\":[true]}");
        check(&some(Val::S8(-1)), &option(Type::S8), "-1");
        check(&some(some(Val::S8(-1))), &option(option(Type::S8)), "{\"some\":-1}");
        check(&Val::Option(None), &option(Type::S8), "null");
        let result = Type::Result(Some(Box::new(Type::S8)), None);
        check(&Val::Result(Ok(Some(Box::new(Val::S8(1))))), &result, "{\"ok\":1}");
        check(&Val::Result(Err(None)), &result, "{\"error\":null}");
        let variant = Type::Variant(vec![("a".to_owned(), Some(Type::S8)), ("b".to_owned(), None)]);
        let val = Val::Variant("a".to_owned(), Some(Box::new(Val::S8(1))));
        check(&val, &variant, "{\"a\":1}");
        check(&Val::Variant("b".to_owned(), None), &variant, "\"b\"");
        let flags = Type::Flags(vec!["x".to_owned(), "y".to_owned()]);
        check(&Val::Flags(vec!["y".to_owned()]), &flags, "[\"y\"]");
        check(&Val::Enum("e".to_owned()), &Type::Enum(vec!["e".to_owned()]), "\"e\"");
    }

    #[test]
    fn a_long_list_is_not_lifted_whole() {
        let ty = Type::List(Box::new(Type::String));
        let val = Val::List(vec![Val::String("x".repeat(600)); 10_000]);
        let Head::List(items, rest) = head(&val, &ty, &mut 1024) else { panic!("no list") };
        assert_eq!((items.len(), rest), (2, 9_998));
    }
}
