//! The last question that a candidate was asked in a case.

use serde::{Deserialize, Serialize};

use crate::value::Head;

/// The last question that a candidate was asked in a case that was not scored, cut to
/// [`LastCall::BYTES_MAX`] bytes. May quote the candidate, so whoever prints it escapes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastCall {
    /// Which question of the case it was, from 1.
    pub number: u64,
    /// The function.
    pub function: String,
    /// The arguments as the beginning of their text as plain data, with notes on what is left out.
    pub arguments: String,
    /// The answer in the same form; none if no value came back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub answer: Option<String>,
}

impl LastCall {
    /// The most bytes of all texts together: some 20 lines, of which a reader takes in the whole.
    pub const BYTES_MAX: usize =
        Self::FUNCTION_BYTES_MAX + Self::ARGUMENTS_BYTES_MAX + Self::ANSWER_BYTES_MAX;

    /// The most bytes of the function's name, as many as a name may have that was admitted.
    pub const FUNCTION_BYTES_MAX: usize = 256;

    /// The most bytes of the arguments, the greatest part: they are what the program has to cope with.
    pub const ARGUMENTS_BYTES_MAX: usize = 1024;

    /// The most bytes of the answer.
    pub const ANSWER_BYTES_MAX: usize = 768;

    /// The form for a record of a question, whose arguments and answer are kept as heads.
    #[must_use]
    pub fn new(number: u64, function: &str, arguments: &Head, answer: Option<&Head>) -> Self {
        Self {
            number,
            function: function.to_owned(),
            arguments: arguments.text(Self::ARGUMENTS_BYTES_MAX),
            answer: answer.map(|answer| answer.text(Self::ANSWER_BYTES_MAX)),
        }
        .bounded()
    }

    /// The same with every text cut to its bound, whoever has made it.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        cut(&mut self.function, Self::FUNCTION_BYTES_MAX);
        cut(&mut self.arguments, Self::ARGUMENTS_BYTES_MAX);
        if let Some(answer) = &mut self.answer {
            cut(answer, Self::ANSWER_BYTES_MAX);
        }
        self
    }
}

fn cut(text: &mut String, bytes_max: usize) {
    if bytes_max < text.len() {
        text.truncate(text.floor_char_boundary(bytes_max - 3));
        text.push_str("...");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;

    #[test]
    fn a_call_of_any_size_keeps_to_its_bytes() {
        let long = Value::List(vec![Value::Text("\u{e4}".repeat(30)); 500]);
        let head = Head::of(&long, &mut 10_000);
        let call = LastCall::new(3, &"n".repeat(1000), &head, Some(&head));
        let bytes = |call: &LastCall| {
            call.function.len() + call.arguments.len() + call.answer.as_ref().map_or(0, String::len)
        };
        assert!((1_800..=LastCall::BYTES_MAX).contains(&bytes(&call)), "{}", bytes(&call));
        assert_eq!(LastCall::BYTES_MAX, 2048);
        assert_eq!(call.clone().bounded(), call);
        let forged = LastCall {
            number: 1,
            function: "f".repeat(9_999),
            arguments: "\u{e4}".repeat(9_999),
            answer: Some("x".repeat(9_999)),
        };
        assert_eq!(bytes(&forged.bounded()), LastCall::BYTES_MAX - 1);
    }
}
