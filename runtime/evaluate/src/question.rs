//! The last question to a candidate, kept raw on the way of every call and written only for a case that was not
//! scored.

use lazaret_sandbox::{Answer, Arguments};
use lazaret_trial::{Function, Head, Interface, LastCall, Value, identifier};

/// The last question so far. What is kept of it is bounded, and so is the time to keep it.
pub struct Question {
    /// How many there were.
    number: u64,
    name: Name,
    arguments: Heads,
    answered: bool,
    answer: Head,
}

enum Name {
    /// A name that the evaluator has sent.
    Sent(String),
    /// A function of the interface.
    Declared(usize),
}

/// Arguments one by one, in memory that is used again, or as one value.
struct Heads {
    positional: Vec<Head>,
    whole: Option<Head>,
}

impl Question {
    pub const fn none() -> Self {
        let arguments = Heads { positional: Vec::new(), whole: None };
        let answer = Head::Short(Value::Null);
        Self { number: 0, name: Name::Declared(0), arguments, answered: false, answer }
    }

    /// Whether there was one.
    pub const fn was_asked(&self) -> bool {
        0 < self.number
    }

    /// A question by name with plain data.
    pub fn asked_by_name(&mut self, function: &str, arguments: &Value) {
        let end = function.floor_char_boundary(LastCall::FUNCTION_BYTES_MAX);
        self.asked_for(Name::Sent(function.get(..end).unwrap_or_default().to_owned()));
        let mut room = LastCall::ARGUMENTS_BYTES_MAX;
        self.arguments.whole = Some(Head::of(arguments, &mut room));
    }

    /// A question to a function of the interface, with plain data that it has accepted.
    pub fn asked(&mut self, index: usize, arguments: &[Value]) {
        self.asked_for(Name::Declared(index));
        let mut room = LastCall::ARGUMENTS_BYTES_MAX;
        let heads = arguments.iter().map(|argument| Head::of(argument, &mut room));
        self.arguments.positional.clear();
        self.arguments.positional.extend(heads);
        self.arguments.whole = None;
    }

    /// The same with values of the engine.
    pub fn asked_typed(&mut self, index: usize, function: &Function, arguments: &Arguments<'_>) {
        self.asked_for(Name::Declared(index));
        arguments.heads(function, &mut self.arguments.positional, LastCall::ARGUMENTS_BYTES_MAX);
        if self.arguments.whole.is_some() {
            self.arguments.whole = None;
        }
    }

    /// The answer, also if it is none that the interface allows.
    pub fn answered(&mut self, value: &Value) {
        let mut room = LastCall::ANSWER_BYTES_MAX;
        self.answer = Head::of(value, &mut room);
        self.answered = true;
    }

    /// The same with values of the engine.
    pub fn answered_typed(&mut self, function: &Function, answer: &Answer<'_>) {
        answer.head(function, &mut self.answer, LastCall::ANSWER_BYTES_MAX);
        self.answered = true;
    }

    /// What there is to tell. A typed candidate knows its functions by their names in WIT, a script by its own.
    pub fn tell(&self, interface: Option<&Interface>, typed: bool) -> Option<LastCall> {
        if !self.was_asked() {
            return None;
        }
        let name = match &self.name {
            Name::Sent(name) => name.clone(),
            Name::Declared(index) => {
                let function = interface.and_then(|interface| interface.functions.get(*index));
                let name = function.map_or("", |function| function.name.as_str());
                if typed { name.to_owned() } else { identifier(name) }
            }
        };
        let positional = || Head::List(self.arguments.positional.clone(), 0);
        let arguments = self.arguments.whole.clone().unwrap_or_else(positional);
        let answer = self.answered.then_some(&self.answer);
        Some(LastCall::new(self.number, &name, &arguments, answer))
    }

    fn asked_for(&mut self, name: Name) {
        self.number += 1;
        self.answered = false;
        match (&mut self.name, name) {
            // Mostly it is a function of the interface again, and then there is nothing to free.
            (Name::Declared(kept), Name::Declared(index)) => *kept = index,
            (kept, name) => *kept = name,
        }
    }
}
