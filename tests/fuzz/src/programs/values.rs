//! Plain data: anything at all, and what fits a type.

use lazaret_trial::{Type, Value};

use crate::random::Random;

/// Any value.
pub fn any_value(random: &mut Random) -> Value {
    any_at(random, 0)
}

fn any_at(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth < 5 { 10 } else { 7 }) {
        0 => Value::Null,
        1 => Value::Bool(random.once_in(2)),
        2 => Value::Integer(i64::from_le_bytes(random.number().to_le_bytes()) >> random.below(64)),
        3 => big_integer(random),
        4 => Value::Float(any_float(random)),
        5 | 6 => Value::Text(any_text(random)),
        7 | 8 => Value::List((0..random.length(8)).map(|_| any_at(random, depth + 1)).collect()),
        _ => {
            // Names are unique; the number in each sees to it.
            let member = |(index, random): (usize, &mut Random)| {
                (format!("{}{index}", any_text(random)), any_at(random, depth + 1))
            };
            let count = random.length(8);
            Value::Object((0..count).map(|index| member((index, random))).collect())
        }
    }
}

/// Beyond 64 bits, in the shortest form.
fn big_integer(random: &mut Random) -> Value {
    let sign = if random.once_in(2) { "-" } else { "" };
    let digits: String =
        (0..random.between(20, 400)).map(|_| char::from(b'0' + random.byte() % 10)).collect();
    Value::BigInteger(format!("{sign}{}{digits}", random.between(1, 9)))
}

/// Any float, the special ones more often.
pub fn any_float(random: &mut Random) -> f64 {
    const SPECIAL: &[f64] = &[
        0.0,
        -0.0,
        1.0,
        -1.0,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        1e16,
        0.1,
        9_007_199_254_740_993.0,
    ];
    match random.below(3) {
        0 => random.pick(SPECIAL).copied().unwrap_or_default(),
        1 => {
            f64::from(i32::from_le_bytes(
                random.number().to_le_bytes()[..4].try_into().unwrap_or_default(),
            )) / 64.0
        }
        _ => f64::from_bits(random.number()),
    }
}

/// A finite float.
pub fn finite_float(random: &mut Random) -> f64 {
    Some(any_float(random)).filter(|float| float.is_finite()).unwrap_or(0.5)
}

/// A text, mostly of letters.
pub fn any_text(random: &mut Random) -> String {
    let character = |random: &mut Random| match random.below(6) {
        0 => {
            u32::try_from(random.number() % 0x11_0000).ok().and_then(char::from_u32).unwrap_or('?')
        }
        1 => char::from(random.byte() % 0x80),
        _ => char::from(b'a' + random.byte() % 26),
    };
    (0..random.length(40)).map(|_| character(random)).collect()
}

/// A value that fits a type.
pub fn value_of(ty: &Type, random: &mut Random) -> Value {
    let named = |name: &str, value: Value| Value::Object(vec![(name.to_owned(), value)]);
    match ty {
        Type::Bool => Value::Bool(random.once_in(2)),
        Type::F32 => {
            let float = f32::from_bits(u32::from_le_bytes(
                random.number().to_le_bytes().first_chunk().copied().unwrap_or_default(),
            ));
            Value::Float(f64::from(float))
        }
        Type::F64 => Value::Float(any_float(random)),
        Type::Char => Value::Text(any_text(random).chars().next().unwrap_or('x').to_string()),
        Type::String => Value::Text(any_text(random)),
        Type::List(item) => {
            Value::List((0..random.length(12)).map(|_| value_of(item, random)).collect())
        }
        Type::Tuple(types) => Value::List(types.iter().map(|ty| value_of(ty, random)).collect()),
        Type::Record(fields) => {
            let field = |(name, ty): &(String, Type)| {
                (lazaret_trial::identifier(name), value_of(ty, random))
            };
            Value::Object(fields.iter().map(field).collect())
        }
        Type::Enum(names) => Value::Text(random.pick(names).cloned().unwrap_or_default()),
        Type::Flags(names) => {
            let set = names.iter().filter(|_| random.once_in(2));
            Value::List(set.cloned().map(Value::Text).collect())
        }
        Type::Option(_) if random.once_in(3) => Value::Null,
        Type::Option(some) if some.may_be_null() => named("some", value_of(some, random)),
        Type::Option(some) => value_of(some, random),
        Type::Result(ok, error) => {
            let (name, ty) = if random.once_in(2) { ("ok", ok) } else { ("error", error) };
            named(name, ty.as_ref().map_or(Value::Null, |ty| value_of(ty, random)))
        }
        Type::Variant(cases) => match random.pick(cases) {
            Some((name, Some(ty))) => named(name, value_of(ty, random)),
            Some((name, None)) => Value::Text(name.clone()),
            None => Value::Null,
        },
        integer => {
            let (least, greatest) = integer.integer_range().unwrap_or((0, 0));
            integer_between(least, greatest, random)
        }
    }
}

fn integer_between(least: i128, greatest: i128, random: &mut Random) -> Value {
    let size = greatest - least + 1;
    let number = match random.below(4) {
        0 => least,
        1 => greatest,
        _ => least + i128::from(random.number() >> random.below(64)).rem_euclid(size),
    };
    i64::try_from(number).map_or_else(|_| Value::BigInteger(number.to_string()), Value::Integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_a_type_are_accepted_by_it() {
        let leaf = [Type::Bool, Type::S8, Type::U64, Type::F32, Type::Char, Type::String];
        let nested = Type::Tuple(vec![
            Type::Option(Box::new(Type::Option(Box::new(Type::S64)))),
            Type::Result(None, Some(Box::new(Type::String))),
            Type::Variant(vec![("a-b".to_owned(), None), ("c".to_owned(), Some(Type::F64))]),
            Type::Record(vec![("x-y".to_owned(), Type::List(Box::new(Type::U16)))]),
            Type::Flags(vec!["a".to_owned(), "b".to_owned()]),
            Type::Enum(vec!["a".to_owned()]),
        ]);
        for ty in leaf.iter().chain([&nested]) {
            for index in 0..300 {
                let value = value_of(ty, &mut Random::of(1, index));
                let accepted =
                    ty.accept(value.clone()).unwrap_or_else(|why| panic!("{value}: {why}"));
                let again = ty.accept(accepted.clone()).unwrap();
                assert_eq!(again.to_string(), accepted.to_string());
            }
        }
    }
}
