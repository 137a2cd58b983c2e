//! The short way for the shapes that most interfaces have: floats, lists of floats, bytes and texts.
//!
//! The engine's dynamic values carry a tag with every item of a list, and making and reading them takes most
//! of a call with a long one. For a function of up to three parameters whose types are among the four here,
//! the same call is made with types that are known when Lazaret is compiled. What a guest can notice, fuel
//! above all, is the same on both ways.

use lazaret_trial::{Function, Type, Value, value_binary};
use wasmtime::component::{ComponentNamedList, ComponentType, Func, Lift, LinkerInstance, Lower};
use wasmtime::{Store, StoreContextMut};

use crate::scorer;
use crate::state::State;
use crate::typed::{Answer, Arguments};

/// A value without tags inside.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// `f64`
    Float(f64),
    /// `list<f64>`
    Floats(Vec<f64>),
    /// `list<u8>`
    Bytes(Vec<u8>),
    /// `string`
    Text(String),
}

impl Plain {
    /// The bytes of the value in a guest's memory, counted as for any other value.
    pub fn size(&self) -> u64 {
        match self {
            Self::Float(_) => 8,
            Self::Floats(items) => 8 + items.len() as u64 * 8,
            Self::Bytes(items) => 8 + items.len() as u64,
            Self::Text(text) => 8 + text.len() as u64,
        }
    }

    /// The value as plain data in its canonical form.
    pub fn value(&self) -> Value {
        match self {
            Self::Float(float) => Value::Float(*float),
            Self::Floats(items) => Value::List(items.iter().copied().map(Value::Float).collect()),
            Self::Bytes(items) => {
                Value::List(items.iter().map(|byte| Value::Integer((*byte).into())).collect())
            }
            Self::Text(text) => Value::Text(text.clone()),
        }
    }

    /// Appends the value in the binary form of plain data.
    pub fn write_binary(&self, out: &mut Vec<u8>) {
        match self {
            Self::Floats(items) => value_binary::write_floats(items, out),
            Self::Bytes(items) => value_binary::write_octets(items, out),
            Self::Float(_) | Self::Text(_) => self.value().write_binary(out),
        }
    }

    /// Reads a value of this type from its binary form; none if it is another, and then nothing is read.
    pub fn read_binary(ty: &Type, bytes: &mut &[u8]) -> Option<Self> {
        match Kind::of(ty)? {
            Kind::Floats => value_binary::read_floats(bytes).map(Self::Floats),
            Kind::Bytes => value_binary::read_octets(bytes).map(Self::Bytes),
            Kind::Float | Kind::Text => {
                let mut rest = *bytes;
                let value = Value::read_binary(&mut rest).ok()?;
                let plain = Self::of(value, ty)?;
                *bytes = rest;
                Some(plain)
            }
        }
    }

    /// A value that `ty` has accepted; none if it has not, or the type has no short way.
    pub fn of(value: Value, ty: &Type) -> Option<Self> {
        let float = |value: &Value| match value {
            Value::Float(float) => Some(*float),
            _ => None,
        };
        let byte = |value: &Value| match value {
            Value::Integer(number) => u8::try_from(*number).ok(),
            _ => None,
        };
        match (Kind::of(ty)?, value) {
            (Kind::Float, value) => float(&value).map(Self::Float),
            (Kind::Floats, Value::List(items)) => {
                items.iter().map(float).collect::<Option<_>>().map(Self::Floats)
            }
            (Kind::Bytes, Value::List(items)) => {
                items.iter().map(byte).collect::<Option<_>>().map(Self::Bytes)
            }
            (Kind::Text, Value::Text(text)) => Some(Self::Text(text)),
            _ => None,
        }
    }
}

/// Which of the four a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Float,
    Floats,
    Bytes,
    Text,
}

impl Kind {
    fn of(ty: &Type) -> Option<Self> {
        match ty {
            Type::F64 => Some(Self::Float),
            Type::String => Some(Self::Text),
            Type::List(item) if **item == Type::F64 => Some(Self::Floats),
            Type::List(item) if **item == Type::U8 => Some(Self::Bytes),
            _ => None,
        }
    }
}

/// Both ends of the short way for one function.
#[derive(Clone, Copy)]
pub struct Fast {
    /// Defines the function as an evaluator imports it: by its name, its full name and its index.
    pub define: fn(&mut LinkerInstance<'_, State>, &str, String, usize) -> wasmtime::Result<()>,
    /// Calls the function as a candidate exports it.
    pub call: fn(&mut Store<State>, &Func, Vec<Plain>) -> wasmtime::Result<Plain>,
}

/// The short way for a function, if it has one.
pub fn fast(function: &Function) -> Option<Fast> {
    let kinds = function.parameters.iter().map(|(_, ty)| Kind::of(ty));
    let kinds = kinds.collect::<Option<Vec<Kind>>>()?;
    match Kind::of(function.result.as_ref()?)? {
        Kind::Float => fast_to::<f64>(&kinds),
        Kind::Floats => fast_to::<Vec<f64>>(&kinds),
        Kind::Bytes => fast_to::<Vec<u8>>(&kinds),
        Kind::Text => fast_to::<String>(&kinds),
    }
}

/// The short way to a result; combinations that hardly occur are left to the long one.
fn fast_to<R: Cross>(kinds: &[Kind]) -> Option<Fast> {
    use Kind::{Bytes, Float, Floats, Text};
    type F = f64;
    type L = Vec<f64>;
    Some(match kinds {
        [Float] => way::<(F,), R>(),
        [Floats] => way::<(L,), R>(),
        [Bytes] => way::<(Vec<u8>,), R>(),
        [Text] => way::<(String,), R>(),
        [Float, Float] => way::<(F, F), R>(),
        [Float, Floats] => way::<(F, L), R>(),
        [Floats, Float] => way::<(L, F), R>(),
        [Floats, Floats] => way::<(L, L), R>(),
        [Float, Float, Float] => way::<(F, F, F), R>(),
        [Float, Float, Floats] => way::<(F, F, L), R>(),
        [Float, Floats, Floats] => way::<(F, L, L), R>(),
        [Floats, Floats, Float] => way::<(L, L, F), R>(),
        [Floats, Floats, Floats] => way::<(L, L, L), R>(),
        _ => return None,
    })
}

fn way<P: CrossList, R: Cross>() -> Fast {
    Fast { define: define::<P, R>, call: call::<P, R> }
}

/// One of the four, as a type.
trait Cross: ComponentType + Lift + Lower + Send + Sync + 'static {
    fn plain(self) -> Plain;
    fn of(plain: Plain) -> Option<Self>;
}

macro_rules! cross {
    ($($ty:ty => $variant:ident,)*) => {
        $(impl Cross for $ty {
            fn plain(self) -> Plain {
                Plain::$variant(self)
            }

            fn of(plain: Plain) -> Option<Self> {
                match plain {
                    Plain::$variant(value) => Some(value),
                    _ => None,
                }
            }
        })*
    };
}

cross! {
    f64 => Float,
    Vec<f64> => Floats,
    Vec<u8> => Bytes,
    String => Text,
}

/// Parameters of these types.
trait CrossList: ComponentNamedList + Lift + Lower + Send + Sync + 'static {
    fn plain(self) -> Vec<Plain>;
    fn of(plain: Vec<Plain>) -> Option<Self>;
}

macro_rules! cross_list {
    ($($($name:ident)*;)*) => {
        $(impl<$($name: Cross),*> CrossList for ($($name,)*) {
            #[expect(non_snake_case, reason = "each variable has the name of its type")]
            fn plain(self) -> Vec<Plain> {
                let ($($name,)*) = self;
                vec![$($name.plain()),*]
            }

            fn of(plain: Vec<Plain>) -> Option<Self> {
                let mut values = plain.into_iter();
                Some(($($name::of(values.next()?)?,)*))
            }
        })*
    };
}

cross_list! {
    A;
    A B;
    A B C;
}

fn define<P: CrossList, R: Cross>(
    linker: &mut LinkerInstance<'_, State>,
    function: &str,
    name: String,
    index: usize,
) -> wasmtime::Result<()> {
    linker.func_wrap(function, move |store: StoreContextMut<'_, State>, parameters: P| {
        let mut answer = None;
        let arguments = Arguments::Plain(parameters.plain());
        scorer::call_typed(store, &name, index, arguments, Answer::Plain(&mut answer))?;
        let answer = answer.and_then(R::of);
        // The candidate's side fills in what the interface says.
        answer.map(|answer| (answer,)).ok_or_else(|| wasmtime::Error::msg("no answer"))
    })
}

fn call<P: CrossList, R: Cross>(
    store: &mut Store<State>,
    func: &Func,
    arguments: Vec<Plain>,
) -> wasmtime::Result<Plain> {
    let arguments = P::of(arguments).ok_or_else(|| wasmtime::Error::msg("other arguments"))?;
    let (answer,) = func.typed::<P, (R,)>(&*store)?.call(store, arguments)?;
    Ok(answer.plain())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_is_for_four_types() {
        let function = |parameters: Vec<Type>, result: Option<Type>| Function {
            name: "f".to_owned(),
            parameters: parameters.into_iter().map(|ty| ("x".to_owned(), ty)).collect(),
            result,
        };
        let floats = || Type::List(Box::new(Type::F64));
        let bytes = || Type::List(Box::new(Type::U8));
        assert!(fast(&function(vec![Type::F64, floats()], Some(floats()))).is_some());
        assert!(fast(&function(vec![bytes()], Some(Type::String))).is_some());
        assert!(fast(&function(vec![], Some(Type::F64))).is_none());
        assert!(fast(&function(vec![Type::F64], None)).is_none());
        assert!(fast(&function(vec![Type::F32], Some(Type::F64))).is_none());
    }

    #[test]
    fn plain_data_goes_there_and_back() {
        let ty = Type::List(Box::new(Type::U8));
        let value = Value::List(vec![Value::Integer(0), Value::Integer(255)]);
        let plain = Plain::of(value.clone(), &ty).unwrap();
        assert_eq!(plain, Plain::Bytes(vec![0, 255]));
        assert_eq!((plain.value(), plain.size()), (value, 10));
        assert_eq!(Plain::of(Value::Null, &Type::F64), None);
        assert_eq!(Plain::of(Value::Null, &Type::Bool), None);
    }
}
