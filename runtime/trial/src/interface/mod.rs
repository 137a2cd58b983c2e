//! The interface of a task: functions with typed parameters, as WIT declares them.
//!
//! Types are compared by structure: two records with the same fields in the same order are the same type,
//! whatever they are called. Resources, streams and futures are no plain data and have no type here.

mod accept;
mod arrays;
mod text;

use serde::{Deserialize, Serialize};

pub(crate) use accept::narrow;
pub use accept::{Mismatch, identifier};

/// An interface that a candidate exports and an evaluator imports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interface {
    /// The full name, for example `task:bin-packing/heuristic`, with a version if it has one.
    pub name: String,
    /// The functions, in the order of their declaration.
    pub functions: Vec<Function>,
}

/// A function of an interface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// The name as WIT writes it, in kebab-case.
    pub name: String,
    /// Names and types.
    pub parameters: Vec<(String, Type)>,
    /// The type of the result, if there is one.
    pub result: Option<Type>,
}

/// The type of a value that crosses between sandboxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// `bool`
    Bool,
    /// `s8`
    S8,
    /// `u8`
    U8,
    /// `s16`
    S16,
    /// `u16`
    U16,
    /// `s32`
    S32,
    /// `u32`
    U32,
    /// `s64`
    S64,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `char`: one Unicode scalar value
    Char,
    /// `string`
    String,
    /// `list<T>`
    List(Box<Self>),
    /// `record { name: T }`
    Record(Vec<(String, Self)>),
    /// `tuple<T, U>`
    Tuple(Vec<Self>),
    /// `variant { name(T), other }`
    Variant(Vec<(String, Option<Self>)>),
    /// `enum { name, other }`
    Enum(Vec<String>),
    /// `option<T>`
    Option(Box<Self>),
    /// `result<T, E>`
    Result(Option<Box<Self>>, Option<Box<Self>>),
    /// `flags { name, other }`
    Flags(Vec<String>),
}

impl Interface {
    /// The function that goes by `name` in WIT, or by its [`identifier`] in scripts, with its index.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<(usize, &Function)> {
        let named = |it: &Function| it.name == name || identifier(&it.name) == name;
        self.functions.iter().enumerate().find(|(_, function)| named(function))
    }
}
