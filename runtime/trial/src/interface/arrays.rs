//! Values of an interface with arrays in the place of lists of numbers, for programs that compute with those.

use super::{Function, Type};
use crate::value::{Element, Nest, Value};

impl Function {
    /// Arguments that this function has accepted, with an array for each list of numbers or truth values, and for each
    /// list of such lists if they are equally long. What it is made of and how many dimensions it has follows from the
    /// type, also if it is empty.
    #[must_use]
    pub fn with_arrays(&self, arguments: Vec<Value>) -> Vec<Value> {
        let pairs = arguments.into_iter().zip(&self.parameters);
        pairs.map(|(value, (_, ty))| ty.with_arrays(value)).collect()
    }
}

impl Type {
    /// What a list of this type is made of as an array; none if its items are no numbers.
    const fn element(&self) -> Option<Element> {
        Some(match self {
            Self::Bool => Element::Bool,
            Self::S8 => Element::S8,
            Self::U8 => Element::U8,
            Self::S16 => Element::S16,
            Self::U16 => Element::U16,
            Self::S32 => Element::S32,
            Self::U32 => Element::U32,
            Self::S64 => Element::S64,
            Self::U64 => Element::U64,
            Self::F32 => Element::F32,
            Self::F64 => Element::F64,
            _ => return None,
        })
    }

    /// What the innermost lists of a list of this type are made of, and how deep they are.
    fn nested_element(&self) -> Option<(Element, usize)> {
        match self {
            Self::List(item) => item.nested_element().map(|(element, depth)| (element, depth + 1)),
            item => item.element().map(|element| (element, 1)),
        }
    }

    fn with_arrays(&self, value: Value) -> Value {
        match (self, value) {
            (Self::List(item), Value::List(items)) => {
                let array = item
                    .nested_element()
                    .and_then(|(element, depth)| Nest::of(&items)?.of_depth(depth)?.array(element));
                match array {
                    Some(array) => Value::Array(Box::new(array)),
                    None => {
                        let items = items.into_iter().map(|value| item.with_arrays(value));
                        Value::List(items.collect())
                    }
                }
            }
            (Self::Tuple(types), Value::List(items)) => {
                let items = items.into_iter().zip(types).map(|(value, ty)| ty.with_arrays(value));
                Value::List(items.collect())
            }
            (Self::Record(fields), Value::Object(members)) => {
                let members = members.into_iter().zip(fields);
                let member = |((name, value), (_, ty)): ((String, Value), &(String, Self))| {
                    (name, ty.with_arrays(value))
                };
                Value::Object(members.map(member).collect())
            }
            // An option of an option, and all that has alternatives, is an object of one member.
            (Self::Option(some), Value::Object(members)) if some.may_be_null() => {
                let members = members.into_iter();
                let member = |(name, value): (String, Value)| (name, some.with_arrays(value));
                Value::Object(members.map(member).collect())
            }
            (Self::Option(some), value) => some.with_arrays(value),
            (Self::Result(ok, error), Value::Object(members)) => {
                let member = |(name, value): (String, Value)| {
                    let side = if name == "ok" { ok } else { error };
                    match side {
                        Some(ty) => (name, ty.with_arrays(value)),
                        None => (name, value),
                    }
                };
                Value::Object(members.into_iter().map(member).collect())
            }
            (Self::Variant(cases), Value::Object(members)) => {
                let member = |(name, value): (String, Value)| {
                    let case = cases.iter().find(|(case, _)| *case == name);
                    match case {
                        Some((_, Some(ty))) => (name, ty.with_arrays(value)),
                        _ => (name, value),
                    }
                };
                Value::Object(members.into_iter().map(member).collect())
            }
            (_, value) => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_numbers_become_arrays_wherever_they_stand() {
        let list = |item| Type::List(Box::new(item));
        let function = Function {
            name: "f".to_owned(),
            parameters: vec![
                ("a".to_owned(), list(Type::S32)),
                ("b".to_owned(), list(list(Type::F64))),
                ("c".to_owned(), Type::Record(vec![("x".to_owned(), list(Type::U64))])),
                ("d".to_owned(), Type::Option(Box::new(list(Type::Bool)))),
                ("e".to_owned(), list(Type::String)),
                ("g".to_owned(), Type::Tuple(vec![Type::F64, list(Type::F32)])),
                ("h".to_owned(), Type::Variant(vec![("one".to_owned(), Some(list(Type::U8)))])),
                ("i".to_owned(), Type::Result(Some(Box::new(list(Type::S8))), None)),
                ("j".to_owned(), list(list(Type::F32))),
                ("k".to_owned(), list(list(Type::U8))),
                ("l".to_owned(), list(list(list(Type::Bool)))),
                ("m".to_owned(), list(list(Type::String))),
            ],
            result: None,
        };
        let text = r#"[[],[[1.5],[],[2.0,3.0]],{"x":[18446744073709551615,1]},[true],["a"],
            [1.0,[0.5]],{"one":[1]},{"ok":[-1]},[[1.0,2.5],[3.0,4.0]],[],[[],[]],[["a"],["b"]]]"#;
        let arguments = function.accept_arguments(Value::parse(text).unwrap()).unwrap();
        let mut changed = Value::List(function.with_arrays(arguments.clone()));
        // The same numbers, as text and as lists.
        assert_eq!(changed.to_string(), Value::List(arguments).to_string());
        let found = changed.take_arrays();
        let found: Vec<(&[u32], Element, &[u32])> = found
            .iter()
            .map(|(at, array)| (at.as_slice(), array.element(), array.shape()))
            .collect();
        // Ragged lists stay lists of arrays; of empty ones the type says the dimensions.
        let expected: [(&[u32], Element, &[u32]); 12] = [
            (&[0], Element::S32, &[0]),
            (&[1, 0], Element::F64, &[1]),
            (&[1, 1], Element::F64, &[0]),
            (&[1, 2], Element::F64, &[2]),
            (&[2, 0], Element::U64, &[2]),
            (&[3], Element::Bool, &[1]),
            (&[5, 1], Element::F32, &[1]),
            (&[6, 0], Element::U8, &[1]),
            (&[7, 0], Element::S8, &[1]),
            (&[8], Element::F32, &[2, 2]),
            (&[9], Element::U8, &[0, 0]),
            (&[10], Element::Bool, &[2, 0, 0]),
        ];
        assert_eq!(found, expected);
    }
}
