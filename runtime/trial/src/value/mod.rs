//! The plain data that crosses between sandboxes.

mod array;
pub mod binary;
mod head;
mod listed;
mod parse;
mod passed;
mod write;

pub use array::{ARRAY_DIMENSIONS_MAX, Array, ArrayError, Element, Lists, Nest};
pub use head::{Cut, Head};
pub use listed::Listed;
pub use parse::ValueError;
pub use passed::{Passed, PassedError};

/// The deepest nesting of lists and objects. Deeper values are no data but an attack on a parser.
pub const VALUE_DEPTH_MAX: usize = 64;

/// The most digits of an integer, the default limit of CPython for reading and writing one.
pub const VALUE_INTEGER_DIGITS_MAX: usize = 4300;

/// Plain data: what JSON can say, plus NaN, the infinities and integers of any size.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no; never a number.
    Bool(bool),
    /// An integer of 64 bits.
    Integer(i64),
    /// An integer beyond 64 bits, as its decimal digits in the shortest form.
    BigInteger(String),
    /// Any 64-bit float; the sign of zero is kept, NaN payloads are not.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// Named values in the order in which they came; names are unique.
    Object(Vec<(String, Self)>),
    /// An array of numbers, as bytes. As text it is what its numbers are as nested lists; no text is read as one.
    Array(Box<Array>),
}

impl Value {
    /// What kind of value this is, for messages.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a bool",
            Self::Integer(_) | Self::BigInteger(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
            Self::Array(_) => "an array",
        }
    }
}
