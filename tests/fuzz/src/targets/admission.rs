//! Admission, under every policy: bytes and texts of strangers, whole, damaged and hostile.

use std::time::Duration;

use anyhow::Result;
use lazaret_admission::{Admitted, Policy, Rejection, Submission, admit};
use lazaret_trial::{Digest, Function, Interface, Type};

use super::{Limits, Outcome, Target, bombs};
use crate::mutate::{bytes, sections};
use crate::pool::Pool;
use crate::programs::{Templates, corpus, smith};
use crate::random::Random;

/// The most bytes of an input; the caps themselves are tested one by one elsewhere.
const BYTES_MAX: usize = 256 << 10;

/// The most bytes of a reason: it is kept in a verdict, and read.
const MESSAGE_BYTES_MAX: usize = 8 << 10;

const WORDS: &[&str] = &[
    "def f(x):\n    return x\n",
    "export function f(x) { return x }\n",
    "import os\n",
    "\u{feff}",
    "\0",
    "\u{fffd}",
    "\u{202e}",
    "#!/usr/bin/env python3\n",
    "\x7fELF",
    "# -*- coding: latin-1 -*-\n",
    "\r",
    "\u{2028}",
];

/// The target.
pub struct Admission {
    templates: Templates,
    seeds: Vec<Vec<u8>>,
    policies: Vec<(&'static str, Policy)>,
}

impl Admission {
    /// Makes the policies and the templates ready.
    ///
    /// # Errors
    /// If the project's corpus cannot be read.
    pub fn open() -> Result<Self> {
        let templates = Templates::assemble()?;
        let mut seeds = templates.plain();
        seeds.extend(corpus::components()?.into_iter().map(|(_, bytes)| bytes));
        let policies = vec![
            ("candidate", Policy::for_candidates()),
            ("typed", Policy::for_typed_candidates(calls())),
            ("evaluator", Policy::for_evaluators(Some(calls()))),
            ("plugin", Policy::for_plugins()),
            ("any", Policy::for_any_export()),
        ];
        Ok(Self { templates, seeds, policies })
    }

    fn new_input(&self, random: &mut Random, pool: &Pool) -> Vec<u8> {
        match random.below(16) {
            0..=7 => {
                let mut input = pool.pick(random).unwrap_or_default().to_vec();
                sections::mutate(&mut input, random, pool, BYTES_MAX);
                input
            }
            8 | 9 => {
                let mut input = pool.pick(random).unwrap_or_default().to_vec();
                bytes::mutate(&mut input, random, pool, WORDS, BYTES_MAX);
                input
            }
            10 | 11 => self.templates.generate(random).unwrap_or_default(),
            12 => smith::wild_component(random).unwrap_or_default(),
            13 => self.with_wild_module(random).unwrap_or_default(),
            14 => {
                let mut input = bombs::bomb(random);
                if random.once_in(2) {
                    sections::mutate(&mut input, random, pool, BYTES_MAX);
                }
                input
            }
            _ => {
                let mut input = Vec::new();
                bytes::mutate(&mut input, random, pool, WORDS, BYTES_MAX);
                input
            }
        }
    }

    /// A seed, in one of whose modules any feature may be.
    fn with_wild_module(&self, random: &mut Random) -> Option<Vec<u8>> {
        let mut binary = sections::Binary::read(random.pick(&self.seeds)?)?;
        let module = smith::wild_module(random)?;
        binary.replace_module(random.below(2), module).then(|| binary.write())
    }
}

/// An interface as a task may have it.
fn calls() -> Interface {
    let function = |name: &str, ty: Type| Function {
        name: name.to_owned(),
        parameters: vec![("x".to_owned(), ty.clone())],
        result: Some(ty),
    };
    let functions =
        vec![function("text", Type::String), function("numbers", Type::List(Box::new(Type::F64)))];
    Interface { name: "task:fuzz/calls".to_owned(), functions }
}

impl Target for Admission {
    fn limits(&self) -> Limits {
        let wall = Duration::from_secs(5);
        Limits { wall, heap_bytes: 48 << 20, heap_bytes_per_byte: 256 }
    }

    fn runs(&self) -> u64 {
        100_000
    }

    fn extension(&self) -> &'static str {
        "wasm"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        self.seeds.clone()
    }

    fn input(&mut self, random: &mut Random, pool: &Pool) -> Vec<u8> {
        let mut input = self.new_input(random, pool);
        input.truncate(BYTES_MAX);
        input
    }

    fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
        check_text(input)?;
        let mut admitted = Vec::new();
        let mut outcome = None;
        for (name, policy) in &self.policies {
            let result = check(input, policy).map_err(|rule| format!("{name}: {rule}"))?;
            if result.is_ok() {
                admitted.push(*name);
            }
            // The last policy asks for the least, and so its answer tells the most about the bytes.
            outcome = Some(match result {
                Ok(shape) => Outcome::new("admitted", &format!("{shape} {admitted:?}")),
                Err(rejection) => Outcome::new(
                    rejection.code().as_str(),
                    &format!("{} {admitted:?}", rejection.reason().message),
                ),
            });
        }
        // What is admitted for a purpose is admitted for none, unless it imports what the purpose grants.
        let only_here = |name: &&str| *name == "candidate" || *name == "typed";
        if admitted.iter().any(only_here) && !admitted.contains(&"any") {
            return Err(format!("admitted for {admitted:?} and not for anything"));
        }
        outcome.ok_or_else(|| "there is no policy".to_owned())
    }
}

/// Asks once, and once again.
fn check(input: &[u8], policy: &Policy) -> Result<Result<String, Rejection>, String> {
    let submission = Submission { name: "x.wasm", bytes: input };
    let (first, second) = (admit(&submission, policy), admit(&submission, policy));
    match (first, second) {
        (Ok(Admitted::Component(component)), Ok(Admitted::Component(again))) => {
            let same = component.bytes() == input
                && component.digest() == Digest::of(input)
                && format!("{component:?}") == format!("{again:?}");
            if !same {
                return Err("what was admitted is not what was handed in".to_owned());
            }
            let shape = format!(
                "{:?} {:?} {:?}",
                component.imports(),
                component.exports(),
                component.interfaces()
            );
            Ok(Ok(shape.chars().take(400).collect()))
        }
        (Err(rejection), Err(again)) if rejection == again => {
            let reason = rejection.reason();
            let length = reason.message.len() + reason.hint.map_or(0, |hint| hint.len());
            if MESSAGE_BYTES_MAX < length {
                let code = rejection.code();
                return Err(format!("a reason of {length} bytes for {code}"));
            }
            Ok(Err(rejection))
        }
        (first, second) => Err(format!("{first:.200?} first and {second:.200?} then")),
    }
}

/// The same bytes as a text.
fn check_text(input: &[u8]) -> Result<(), String> {
    let submission = Submission { name: "x.py", bytes: input };
    match admit(&submission, &Policy::for_candidates()) {
        Ok(Admitted::Script(script)) => {
            let source = script.source();
            let whole = input.strip_prefix("\u{feff}".as_bytes()).unwrap_or(input);
            if source.as_bytes() != whole || source.contains('\0') {
                return Err("the text is not the one that was handed in".to_owned());
            }
            Ok(())
        }
        Ok(Admitted::Component(_)) if input.starts_with(b"\0asm") => Ok(()),
        Ok(Admitted::Component(_)) => Err("a text is a component".to_owned()),
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_reach_every_end() {
        let mut target = Admission::open().unwrap();
        let mut pool = Pool::default();
        for seed in target.seeds() {
            let outcome = target.run(&seed).unwrap();
            pool.offer(&seed, &outcome);
        }
        let mut classes = std::collections::BTreeSet::new();
        for index in 0..3_000 {
            let input = target.input(&mut Random::of(8, index), &pool);
            // What breaks a rule is not for this test.
            if let Ok(outcome) = target.run(&input) {
                pool.offer(&input, &outcome);
                classes.insert(outcome.class);
            }
        }
        for class in [
            "admitted",
            "rejected/malformed",
            "rejected/feature",
            "rejected/import",
            "rejected/type",
        ] {
            assert!(classes.contains(class), "no {class} in {classes:?}");
        }
    }
}
