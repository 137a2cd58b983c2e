//! The beginning of a value: enough to show what it was, whatever its size.
//!
//! What is kept is bounded by the text that it could fill, so that taking it costs no more than that
//! text is long; it is written only when somebody wants to read it.

use std::fmt::Write as _;

use super::Value;

/// The beginning of a value, with how much of it is not here.
#[derive(Clone, Debug, PartialEq)]
pub enum Head {
    /// A value that is always short: null, a bool, a number of 64 bits.
    Short(Value),
    /// The digits of a long integer.
    Digits(Cut),
    /// A text.
    Text(Cut),
    /// Items, and how many there are besides.
    List(Vec<Self>, usize),
    /// Members by their names, and how many there are besides.
    Object(Vec<(Cut, Self)>, usize),
    /// The items of a list of floats, and how many there are besides.
    Floats(Vec<f64>, usize),
    /// The items of a list of bytes, and how many there are besides.
    Octets(Vec<u8>, usize),
}

/// The beginning of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// The beginning.
    pub text: String,
    /// How many bytes there are besides.
    pub left_out: usize,
}

/// What a float of full precision and the comma after it take as text. Short ones take less, but then as many as
/// there is room for these are enough to see what a list is; copying more showed in the time of a call.
const FLOAT_BYTES: usize = 16;

/// The least that any item and the comma after it take as text.
const ITEM_BYTES_MIN: usize = 2;

/// What is kept free for notes and closing brackets; where they need more, the text is cut hard.
const NOTES_BYTES: usize = 64;

impl Cut {
    /// The beginning of a text, of at most as many bytes as there is room for.
    #[must_use]
    pub fn of(text: &str, room: &mut usize) -> Self {
        let end = text.floor_char_boundary(*room);
        *room -= end;
        Self { text: text.get(..end).unwrap_or_default().to_owned(), left_out: text.len() - end }
    }
}

impl Head {
    /// The beginning of a value. `room` is how many bytes of text may still be kept; what is kept is taken off.
    #[must_use]
    pub fn of(value: &Value, room: &mut usize) -> Self {
        match value {
            Value::BigInteger(digits) => Self::Digits(Cut::of(digits, room)),
            Value::Text(text) => Self::Text(Cut::of(text, room)),
            Value::List(items) => Self::list(items, room, Self::of),
            Value::Object(members) => Self::object(
                members.iter().map(|(name, value)| (name.as_str(), value)),
                room,
                Self::of,
            ),
            Value::Array(array) => array.head(room),
            short => {
                take_item(room);
                Self::Short(short.clone())
            }
        }
    }

    /// The beginning of a list whose items `of` makes heads of.
    pub fn list<T>(
        items: &[T],
        room: &mut usize,
        mut of: impl FnMut(&T, &mut usize) -> Self,
    ) -> Self {
        let mut kept = Vec::new();
        for item in items {
            if !take_item(room) {
                break;
            }
            kept.push(of(item, room));
        }
        let left_out = items.len() - kept.len();
        Self::List(kept, left_out)
    }

    /// The beginning of an object whose members `of` makes heads of.
    pub fn object<'a, T>(
        members: impl ExactSizeIterator<Item = (&'a str, T)>,
        room: &mut usize,
        mut of: impl FnMut(T, &mut usize) -> Self,
    ) -> Self {
        let count = members.len();
        let mut kept = Vec::new();
        for (name, value) in members {
            if !take_item(room) {
                break;
            }
            kept.push((Cut::of(name, room), of(value, room)));
        }
        let left_out = count - kept.len();
        Self::Object(kept, left_out)
    }

    /// Makes this a float, on the way of the fastest calls that there are.
    #[inline]
    pub fn set_float(&mut self, float: f64) {
        if let Self::Short(Value::Float(slot)) = self {
            *slot = float;
        } else {
            *self = Self::Short(Value::Float(float));
        }
    }

    /// Makes this the beginning of a list of floats, with the memory that it has if it was one already.
    pub fn set_floats(&mut self, items: &[f64], room: &mut usize) {
        let (kept, left_out) = first(items, room, FLOAT_BYTES);
        if let Self::Floats(floats, rest) = self {
            floats.clear();
            floats.extend_from_slice(kept);
            *rest = left_out;
        } else {
            *self = Self::Floats(kept.to_vec(), left_out);
        }
    }

    /// The same for a list of bytes.
    pub fn set_octets(&mut self, items: &[u8], room: &mut usize) {
        let (kept, left_out) = first(items, room, ITEM_BYTES_MIN);
        if let Self::Octets(octets, rest) = self {
            octets.clear();
            octets.extend_from_slice(kept);
            *rest = left_out;
        } else {
            *self = Self::Octets(kept.to_vec(), left_out);
        }
    }

    /// The text of the value, as its own text begins, with a note outside of all quotes where something is left
    /// out: `[1,2,...998 more]`, `"abc"...12 bytes more`. At most `bytes_max` bytes.
    #[must_use]
    pub fn text(&self, bytes_max: usize) -> String {
        let soft_max = bytes_max - NOTES_BYTES.min(bytes_max / 4);
        let mut out = Text { text: String::new(), soft_max };
        out.head(self);
        let mut text = out.text;
        if bytes_max < text.len() {
            text.truncate(text.floor_char_boundary(bytes_max.saturating_sub(3)));
            text.push_str("...");
        }
        text
    }
}

/// Takes the room of one more item, if there is any.
pub(super) fn take_item(room: &mut usize) -> bool {
    let some = 0 < *room;
    *room = room.saturating_sub(ITEM_BYTES_MIN);
    some
}

/// The first items that there is room for, and how many there are besides.
fn first<'a, T>(items: &'a [T], room: &mut usize, bytes_each: usize) -> (&'a [T], usize) {
    let count = items.len().min(*room / bytes_each);
    *room -= count * bytes_each;
    (items.get(..count).unwrap_or_default(), items.len() - count)
}

/// A text under way; what is written after it has reached `soft_max` are the ends of what was begun.
struct Text {
    text: String,
    soft_max: usize,
}

impl Text {
    fn head(&mut self, head: &Head) {
        match head {
            Head::Short(value) => self.value(value),
            Head::Digits(cut) => self.cut(cut, |out, digits| out.text.push_str(digits)),
            Head::Text(cut) => self.quoted(cut),
            Head::List(items, rest) => self.items('[', items, *rest, ']', Self::head),
            Head::Object(members, rest) => {
                self.items('{', members, *rest, '}', |out, (name, value)| {
                    out.quoted(name);
                    out.text.push(':');
                    out.head(value);
                });
            }
            Head::Floats(items, rest) => {
                self.items('[', items, *rest, ']', |out, item| out.value(&Value::Float(*item)));
            }
            Head::Octets(items, rest) => {
                self.items('[', items, *rest, ']', |out, item| {
                    out.value(&Value::Integer((*item).into()));
                });
            }
        }
    }

    fn value(&mut self, value: &Value) {
        // Writing into a text cannot fail.
        let _ = write!(self.text, "{value}");
    }

    fn quoted(&mut self, cut: &Cut) {
        self.cut(cut, |out, text| out.value(&Value::Text(text.to_owned())));
    }

    /// As much of a text as there is room for.
    fn cut(&mut self, cut: &Cut, write: impl FnOnce(&mut Self, &str)) {
        let room = self.soft_max.saturating_sub(self.text.len());
        let text = cut.text.get(..cut.text.floor_char_boundary(room)).unwrap_or_default();
        write(self, text);
        let left_out = cut.left_out + cut.text.len() - text.len();
        if 0 < left_out {
            let _ = write!(self.text, "...{left_out} bytes more");
        }
    }

    fn items<T>(
        &mut self,
        open: char,
        items: &[T],
        rest: usize,
        close: char,
        mut write: impl FnMut(&mut Self, &T),
    ) {
        self.text.push(open);
        let mut left_out = items.len() + rest;
        for item in items {
            if self.soft_max <= self.text.len() {
                break;
            }
            if left_out < items.len() + rest {
                self.text.push(',');
            }
            write(self, item);
            left_out -= 1;
        }
        if 0 < left_out {
            let comma = if left_out < items.len() + rest { "," } else { "" };
            let _ = write!(self.text, "{comma}...{left_out} more");
        }
        self.text.push(close);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, bytes: usize, text: &str) {
        let head = Head::of(&Value::parse(value).unwrap(), &mut bytes.clone());
        assert_eq!(head.text(bytes), text);
    }

    #[test]
    fn a_short_value_is_shown_whole_and_a_long_one_by_its_beginning() {
        let whole = r#"{"a":[1,2.5,NaN,null,true,"x\n"],"b":123456789012345678901}"#;
        check(whole, 1000, whole);
        let list = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]";
        check(list, 36, "[1,2,3,4,5,6,7,8,9,...7 more]");
        let text = format!("\"{}\"", "a".repeat(1000));
        check(&text, 400, &format!("\"{}\"...664 bytes more", "a".repeat(336)));
    }

    #[test]
    fn taking_a_head_costs_its_room_and_not_the_value() {
        let list = Value::List(vec![Value::Text("x".repeat(1000)); 100_000]);
        let Head::List(items, rest) = Head::of(&list, &mut 1024) else { panic!("no list") };
        assert_eq!((items.len(), rest), (2, 99_998));
        let mut head = Head::Short(Value::Null);
        head.set_floats(&[0.5; 1000], &mut 1024);
        assert_eq!(head, Head::Floats(vec![0.5; 64], 936));
        assert!(head.text(1024).ends_with("0.5,...936 more]"), "{}", head.text(1024));
        head.set_octets(&[7; 3], &mut 1024);
        assert_eq!(head.text(1024), "[7,7,7]");
    }

    #[test]
    fn however_deep_and_wide_a_text_keeps_to_its_bytes() {
        let mut value = Value::Text("\u{e9}\"\u{1}".repeat(50));
        for depth in 0..40 {
            value = match depth {
                0..8 => Value::List(vec![value.clone(), Value::Bool(true), value]),
                8..16 => Value::Object(vec![("n\u{e4}me".to_owned(), value)]),
                _ => Value::List(vec![value]),
            };
        }
        for bytes in 3..600 {
            let text = Head::of(&value, &mut bytes.clone()).text(bytes);
            assert!(text.len() <= bytes, "{bytes}: {text}");
        }
    }
}
