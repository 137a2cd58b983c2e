//! Interfaces and types in WIT's own words, for messages, digests and `lazaret inspect`.

use std::fmt::{self, Display, Formatter, Write};

use super::{Function, Interface, Type};

impl Display for Interface {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "interface {} {{", self.name)?;
        for function in &self.functions {
            writeln!(formatter, "  {function};")?;
        }
        formatter.write_char('}')
    }
}

impl Display for Function {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: func(", self.name)?;
        for (index, (name, ty)) in self.parameters.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(formatter, "{comma}{name}: {ty}")?;
        }
        formatter.write_char(')')?;
        match &self.result {
            Some(result) => write!(formatter, " -> {result}"),
            None => Ok(()),
        }
    }
}

impl Display for Type {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(item) => write!(formatter, "list<{item}>"),
            Self::Option(some) => write!(formatter, "option<{some}>"),
            Self::Tuple(items) => {
                formatter.write_str("tuple<")?;
                separated(formatter, items, |formatter, item| item.fmt(formatter))?;
                formatter.write_char('>')
            }
            Self::Result(None, None) => formatter.write_str("result"),
            Self::Result(Some(ok), None) => write!(formatter, "result<{ok}>"),
            Self::Result(None, Some(error)) => write!(formatter, "result<_, {error}>"),
            Self::Result(Some(ok), Some(error)) => write!(formatter, "result<{ok}, {error}>"),
            Self::Record(fields) => {
                formatter.write_str("record { ")?;
                separated(formatter, fields, |formatter, (name, ty)| {
                    write!(formatter, "{name}: {ty}")
                })?;
                formatter.write_str(" }")
            }
            Self::Variant(cases) => {
                formatter.write_str("variant { ")?;
                separated(formatter, cases, |formatter, (name, ty)| match ty {
                    Some(ty) => write!(formatter, "{name}({ty})"),
                    None => formatter.write_str(name),
                })?;
                formatter.write_str(" }")
            }
            Self::Enum(names) | Self::Flags(names) => {
                let word = if matches!(self, Self::Enum(_)) { "enum" } else { "flags" };
                write!(formatter, "{word} {{ {} }}", names.join(", "))
            }
            primitive => formatter.write_str(primitive.keyword()),
        }
    }
}

impl Type {
    /// The word of WIT that the type begins with.
    #[must_use]
    pub const fn keyword(&self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::S8 => "s8",
            Self::U8 => "u8",
            Self::S16 => "s16",
            Self::U16 => "u16",
            Self::S32 => "s32",
            Self::U32 => "u32",
            Self::S64 => "s64",
            Self::U64 => "u64",
            Self::F32 => "f32",
            Self::F64 => "f64",
            Self::Char => "char",
            Self::String => "string",
            Self::List(_) => "list",
            Self::Record(_) => "record",
            Self::Tuple(_) => "tuple",
            Self::Variant(_) => "variant",
            Self::Enum(_) => "enum",
            Self::Option(_) => "option",
            Self::Result(..) => "result",
            Self::Flags(_) => "flags",
        }
    }
}

fn separated<T>(
    formatter: &mut Formatter<'_>,
    items: &[T],
    mut write: impl FnMut(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if 0 < index {
            formatter.write_str(", ")?;
        }
        write(formatter, item)?;
    }
    Ok(())
}
