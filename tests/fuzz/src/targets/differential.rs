//! The same program under two settings of the compiler and on an engine of another make: results, traps,
//! globals and memories are equal, and between the settings the fuel is, too. How deep a stack may grow is
//! the one thing that may differ.

use std::time::Duration;

use anyhow::Result;
use lazaret_admission::{Policy, Submission, admit};
use wasmparser::{FunctionBody, Operator, Parser, Payload};
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Type, Val};

use super::engines::{self, End, Engines, Fault, Number, Step, Trace};
use super::{Limits, Outcome, Target, number_of, quiet};
use crate::mutate::sections::Binary;
use crate::pool::Pool;
use crate::programs::values::{any_float, any_text};
use crate::programs::{Templates, corpus, smith};
use crate::random::Random;

/// The most functions of a component that are called.
const CALLS_MAX: usize = 8;

/// The target.
pub struct Differential {
    engines: Engines,
    templates: Templates,
    seeds: Vec<Vec<u8>>,
}

impl Differential {
    /// Starts the engines.
    ///
    /// # Errors
    /// If one does not start or the project's corpus cannot be read.
    pub fn open() -> Result<Self> {
        let engines = Engines::start()?;
        engines::check_features(&engines)?;
        let templates = Templates::assemble()?;
        let mut seeds = templates.plain();
        seeds.extend(corpus::components()?.into_iter().map(|(_, bytes)| bytes));
        Ok(Self { engines, templates, seeds })
    }

    fn module(&self, module: &[u8], seed: u64) -> Result<Outcome, String> {
        let strict = engines::trace(self.engines.strict(), module, seed);
        let plain = engines::trace(self.engines.plain(), module, seed);
        let ended =
            compare(&strict, &plain, true).map_err(|rule| format!("two settings: {rule}"))?;
        if let Ended::Refused | Ended::Deep = ended {
            return Ok(Outcome::new(ended.class(), &kinds(&strict)));
        }
        let foreign = self.engines.foreign_trace(module, seed);
        match compare(&strict, &foreign, false) {
            Ok(Ended::Deep) => Ok(Outcome::new("stack depth of the other make", &kinds(&strict))),
            Ok(ended) => Ok(Outcome::new(ended.class(), &kinds(&strict))),
            Err(_) if converts_floats(module) => Ok(Outcome::new("another NaN, perhaps", "")),
            Err(rule) => Err(format!("two makes: {rule}")),
        }
    }

    /// Components go through the two settings only, in a world in which nothing happens.
    fn component(&self, component: &[u8], seed: u64) -> Result<Outcome, String> {
        let submission = Submission { name: "x.wasm", bytes: component };
        if admit(&submission, &Policy::for_any_export()).is_err() {
            return Ok(Outcome::new("not admitted", ""));
        }
        let seen = |engine| steps_of_component(engine, component, seed);
        let (strict, plain) = (seen(self.engines.strict()), seen(self.engines.plain()));
        let deep =
            |steps: &[(String, u64)]| steps.iter().any(|(end, _)| end.contains("Trap(Stack)"));
        if deep(&strict) || deep(&plain) {
            return Ok(Outcome::new("component: stack depth", ""));
        }
        if strict != plain {
            return Err(format!("two settings: {strict:.400?} and {plain:.400?}"));
        }
        let last = strict.last().map(|(end, _)| end.clone()).unwrap_or_default();
        Ok(Outcome::new("component: same", &last))
    }
}

impl Target for Differential {
    fn limits(&self) -> Limits {
        let wall = Duration::from_secs(30);
        Limits { wall, heap_bytes: 512 << 20, heap_bytes_per_byte: 0 }
    }

    fn runs(&self) -> u64 {
        5_000
    }

    fn extension(&self) -> &'static str {
        "wasm"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        self.seeds.clone()
    }

    fn input(&mut self, random: &mut Random, _: &Pool) -> Vec<u8> {
        if random.once_in(8) {
            return self.templates.generate(random).unwrap_or_default();
        }
        smith::strict_module(random, None, true).unwrap_or_default()
    }

    fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let seed = number_of(input);
        match Binary::read(input) {
            Some(binary) if binary.is_component() => self.component(input, seed),
            Some(_) => self.module(input, seed),
            None => Ok(Outcome::new("no module", "")),
        }
    }
}

/// Whether a module turns floats of one size into the other. The sign of a NaN that comes out of it is left open
/// by WebAssembly, and the generator, which makes all other NaN one, leaves these as they are.
fn converts_floats(module: &[u8]) -> bool {
    let converts = |body: &FunctionBody<'_>| {
        let operators = body.get_operators_reader().into_iter().flatten();
        operators
            .flatten()
            .any(|operator| matches!(operator, Operator::F32DemoteF64 | Operator::F64PromoteF32))
    };
    Parser::new(0).parse_all(module).flatten().any(|payload| match payload {
        Payload::CodeSectionEntry(body) => converts(&body),
        _ => false,
    })
}

/// How a comparison went that found no difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// All of it was compared.
    Same,
    /// Neither of the two reads the module.
    Refused,
    /// One stack was too small for what the other's was not; nothing after that was compared.
    Deep,
    /// The fuel ended, which is at another place on another make; nothing after that was compared.
    Fuel,
    /// The other make does not read the module.
    Foreign,
}

impl Ended {
    const fn class(self) -> &'static str {
        match self {
            Self::Same => "same on all three",
            Self::Refused => "refused",
            Self::Deep => "stack depth of a setting",
            Self::Fuel => "same until the fuel ended",
            Self::Foreign => "not read by the other make",
        }
    }
}

/// Compares what two engines saw; `fuel` says whether they count alike, and so end alike when it ends.
fn compare(left: &Trace, right: &Trace, fuel: bool) -> Result<Ended, String> {
    for (left, right) in left.steps.iter().zip(&right.steps) {
        match (&left.end, &right.end) {
            (End::Refused(_), End::Refused(_)) => return Ok(Ended::Refused),
            (_, End::Refused(_)) if !fuel => return Ok(Ended::Foreign),
            (End::Trap(Fault::Stack), _) | (_, End::Trap(Fault::Stack)) => return Ok(Ended::Deep),
            (End::Trap(Fault::Fuel), _) if !fuel => return Ok(Ended::Fuel),
            _ => {}
        }
        let Step { name, end, .. } = left;
        if *end != right.end || left.name != right.name {
            return Err(format!("result of `{name}`: {:.200?} and {:.200?}", end, right.end));
        }
        if fuel && left.fuel != right.fuel {
            return Err(format!("fuel of `{name}`: {} and {}, {end:.200?}", left.fuel, right.fuel));
        }
    }
    if left.steps.len() != right.steps.len() {
        return Err(format!("steps: {} and {}", left.steps.len(), right.steps.len()));
    }
    if left.globals != right.globals {
        return Err(format!("globals: {:.300?} and {:.300?}", left.globals, right.globals));
    }
    if left.memories != right.memories {
        return Err(format!("memories: {:?} and {:?}", left.memories, right.memories));
    }
    Ok(Ended::Same)
}

/// What a module did, without how much.
fn kinds(trace: &Trace) -> String {
    let kind = |step: &Step| match &step.end {
        End::Values(values) => values.iter().map(|value| kind_of(*value)).collect(),
        End::Trap(fault) => format!("{fault:?}"),
        End::Refused(why) => why.clone(),
    };
    trace.steps.iter().map(kind).collect::<Vec<_>>().join(" ")
}

const fn kind_of(number: Number) -> &'static str {
    match number {
        Number::I32(_) => "i",
        Number::I64(_) => "l",
        Number::F32(_) => "f",
        Number::F64(_) => "d",
        Number::Reference(_) => "r",
    }
}

/// Each step of a component as text, with the fuel that was left.
fn steps_of_component(engine: &wasmtime::Engine, bytes: &[u8], seed: u64) -> Vec<(String, u64)> {
    let mut steps = Vec::new();
    if let Err(error) = run_component(engine, bytes, seed, &mut steps) {
        steps.push((format!("{:?}", engines::ended(&error)), 0));
    }
    steps
}

fn run_component(
    engine: &wasmtime::Engine,
    bytes: &[u8],
    seed: u64,
    steps: &mut Vec<(String, u64)>,
) -> wasmtime::Result<()> {
    let component = Component::from_binary(engine, bytes)?;
    let linker = quiet::linker(engine, &component)?;
    let mut store = engines::fresh_store(engine)?;
    let instance = match linker.instantiate(&mut store, &component) {
        Ok(instance) => instance,
        Err(error) => {
            steps.push((format!("{:?}", engines::ended(&error)), store.get_fuel()?));
            return Ok(());
        }
    };
    steps.push((String::new(), store.get_fuel()?));
    let mut random = Random::of(seed, 1);
    let ty = component.component_type();
    for (interface, item) in ty.exports(engine) {
        let ComponentItem::ComponentInstance(functions) = item.ty else { continue };
        let index = instance.get_export_index(&mut store, None, interface);
        for (name, item) in functions.exports(engine) {
            let ComponentItem::ComponentFunc(ty) = item.ty else { continue };
            let at = instance.get_export_index(&mut store, index.as_ref(), name);
            let function = at.and_then(|at| instance.get_func(&mut store, at));
            let arguments: Option<Vec<Val>> =
                ty.params().map(|(_, ty)| argument(&ty, &mut random)).collect();
            let (Some(function), Some(arguments)) = (function, arguments) else { continue };
            if CALLS_MAX < steps.len() {
                return Ok(());
            }
            let mut results = vec![Val::Bool(false); ty.results().len()];
            store.set_fuel(engines::FUEL)?;
            let called = function.call(&mut store, &arguments, &mut results);
            let trapped = called.is_err();
            let end = match called {
                Ok(()) => format!("{results:?}"),
                Err(error) => format!("{:?}", engines::ended(&error)),
            };
            steps.push((format!("{name} {end}"), store.get_fuel()?));
            if trapped {
                // A component that trapped is not entered again.
                return Ok(());
            }
        }
    }
    Ok(())
}

/// An argument of a simple type.
fn argument(ty: &Type, random: &mut Random) -> Option<Val> {
    Some(match ty {
        Type::Bool => Val::Bool(random.once_in(2)),
        Type::U8 => Val::U8(random.byte()),
        Type::U32 => Val::U32(u32::try_from(random.number() >> 32).unwrap_or(0)),
        Type::S16 => Val::S16(i16::from(random.byte())),
        Type::S64 => Val::S64(i64::from_le_bytes(random.number().to_le_bytes())),
        Type::U64 => Val::U64(random.number()),
        Type::Float32 => Val::Float32(f32::from(random.byte()) / 16.0),
        Type::Float64 => Val::Float64(any_float(random)),
        Type::Char => Val::Char(any_text(random).chars().next().unwrap_or('x')),
        Type::String => Val::String(any_text(random)),
        Type::List(list) => {
            let count = random.length(8);
            Val::List((0..count).map(|_| argument(&list.ty(), random)).collect::<Option<_>>()?)
        }
        Type::Tuple(tuple) => {
            Val::Tuple(tuple.types().map(|ty| argument(&ty, random)).collect::<Option<_>>()?)
        }
        Type::Option(some) => match random.once_in(2) {
            true => Val::Option(None),
            false => Val::Option(Some(Box::new(argument(&some.ty(), random)?))),
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(ends: &[(End, u64)]) -> Trace {
        let step =
            |(end, fuel): &(End, u64)| Step { name: String::new(), end: end.clone(), fuel: *fuel };
        Trace { steps: ends.iter().map(step).collect(), globals: Vec::new(), memories: Vec::new() }
    }

    #[test]
    fn every_difference_is_seen() {
        let values = |number| End::Values(vec![Number::I32(number)]);
        let one = trace(&[(values(1), 5)]);
        assert_eq!(compare(&one, &one, true), Ok(Ended::Same));
        assert!(compare(&one, &trace(&[(values(2), 5)]), true).is_err());
        assert!(compare(&one, &trace(&[(values(1), 6)]), true).is_err());
        assert_eq!(compare(&one, &trace(&[(values(1), 6)]), false), Ok(Ended::Same));
        assert!(compare(&one, &trace(&[]), true).is_err());
        let stack = trace(&[(End::Trap(Fault::Stack), 1)]);
        assert_eq!(compare(&one, &stack, true), Ok(Ended::Deep));
        let fuel = trace(&[(End::Trap(Fault::Fuel), 0)]);
        assert!(compare(&fuel, &one, true).is_err());
        assert_eq!(compare(&fuel, &one, false), Ok(Ended::Fuel));
        let globals = Trace { globals: vec![("g".to_owned(), Number::I32(1))], ..one.clone() };
        assert!(compare(&one, &globals, true).is_err());
        let memories = Trace {
            memories: vec![("m".to_owned(), lazaret_trial::Digest::of(b""), 1)],
            ..one.clone()
        };
        assert!(compare(&one, &memories, true).is_err());
    }

    #[test]
    fn components_and_modules_are_compared() {
        super::super::on_a_thread_for("differential", compare_some).unwrap();
    }

    fn compare_some() {
        let mut target = Differential::open().unwrap();
        let classes: Vec<String> =
            target.seeds().iter().take(2).map(|seed| target.run(seed).unwrap().class).collect();
        assert_eq!(classes, ["component: same", "component: same"]);
        let same = (0..40).filter(|index| {
            let input = target.input(&mut Random::of(1, *index), &Pool::default());
            target.run(&input).unwrap().class.starts_with("same")
        });
        assert!(10 < same.count());
    }
}
