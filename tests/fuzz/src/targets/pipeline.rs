//! Whole programs through the host: whatever is handed in, there is an outcome, within the budget, the same
//! again, and never the host's fault.

use std::time::Duration;

use anyhow::{Context, Result};
use lazaret_admission::{Admitted, Policy, Submission, admit};
use lazaret_host::{
    Call, Candidate, Home, Host, Interrupt, Isolation, Needs, Purpose, RunOutcome, RunRequest,
    Settings,
};
use lazaret_trial::{Budget, Class, Code, Value};
use tempfile::TempDir;
use wasmparser::{Encoding, Parser, Payload};

use super::{Limits, Outcome, Target, number_of};
use crate::mutate::{bytes, sections};
use crate::pool::Pool;
use crate::programs::values::value_of;
use crate::programs::{Templates, corpus};
use crate::random::Random;

/// The most bytes of an input.
const BYTES_MAX: usize = 128 << 10;

/// The most memory that the process may ever have: an engine, a compiler at work, and one guest.
const RESIDENT_BYTES_MAX: u64 = 1 << 30;

/// A straight line at the end of the fuel may run so far beyond it.
const FUEL_SLACK: u64 = 64;

const WORDS: &[&str] = &[
    "(component",
    "(core module",
    "(core instance",
    "(func",
    "(export",
    "(import",
    "(memory",
    "(data",
    "(canon lift",
    "(canon lower",
    "(instance",
    "(type",
    "(alias",
    "unreachable",
    "i32.const",
    "call",
    "loop",
    "br",
    "end",
    "memory.grow",
    "global.get",
    "local.get",
    "(param i32)",
    "(result i32)",
    ")",
    "$main",
    "\"call\"",
];

/// The target.
pub struct Pipeline {
    /// Whether programs run in workers, which takes longer.
    jailed: bool,
    host: Host,
    /// Holds the host's home for as long as the host.
    _home: TempDir,
    templates: Templates,
    seeds: Vec<Vec<u8>>,
    budget: Budget,
}

/// The one place that opens a host.
fn open_host(settings: &Settings) -> Result<(TempDir, Host)> {
    let folder = tempfile::tempdir().context("no temporary folder")?;
    let home = Home { data: folder.path().join("data"), cache: folder.path().join("cache") };
    let host = Host::open(&home, &Needs::default(), settings, &mut |_| ())?;
    Ok((folder, host))
}

impl Pipeline {
    /// Opens a host and makes the templates ready.
    ///
    /// # Errors
    /// If the host does not open or the project's corpus cannot be read.
    pub fn open(settings: &Settings) -> Result<Self> {
        let (home, host) = open_host(settings)?;
        let jailed = settings.isolation != Isolation::Store;
        let templates = Templates::assemble()?;
        let mut seeds = templates.plain();
        seeds.extend(corpus::components()?.into_iter().map(|(_, bytes)| bytes));
        let budget = Budget {
            fuel: 2_000_000,
            memory_bytes: 16 << 20,
            wall_ms: 20_000,
            output_bytes: 4 << 10,
            host_calls: 1_000,
            handles: 16,
            result_bytes: 64 << 10,
        };
        Ok(Self { jailed, host, _home: home, templates, seeds, budget })
    }

    fn start(&self, name: &str, bytes: &[u8], call: Option<&Call>) -> Result<RunOutcome, String> {
        let candidate = Candidate::of_bytes("fuzz", name, bytes.to_vec());
        let (call, budget) = (call.cloned(), self.budget.clone());
        let request = RunRequest { candidate: &candidate, call, budget, seed: 7, wit: None };
        self.host
            .run(&request, &Interrupt::new())
            .map_err(|error| format!("the host gave up: {error:#}"))
    }

    /// What holds for every run.
    fn check(&self, outcome: &RunOutcome) -> Result<(), String> {
        let (usage, budget) = (&outcome.usage, &self.budget);
        let limits = [
            ("fuel", usage.fuel, budget.fuel + FUEL_SLACK),
            ("fuel of the start", usage.start_fuel, budget.fuel + FUEL_SLACK),
            ("memory", usage.memory_bytes_peak, budget.memory_bytes),
            ("output", usage.output_bytes, budget.output_bytes),
            // The call that was too many is counted, too.
            ("host calls", usage.host_calls, budget.host_calls + 1),
        ];
        for (limit, used, allowed) in limits {
            if allowed < used {
                return Err(format!("{limit}: {used} where {allowed} are allowed"));
            }
        }
        let logs = &outcome.logs;
        // A byte that is no UTF-8 becomes a character of three.
        if 3 * budget.output_bytes < (logs.stdout.len() + logs.stderr.len()) as u64 {
            let (kept, allowed) = (logs.stdout.len() + logs.stderr.len(), budget.output_bytes);
            return Err(format!("{kept} bytes of logs where {allowed} of output are allowed"));
        }
        let Err(reason) = &outcome.result else { return Ok(()) };
        if reason.code.class() == Class::Fault || reason.code.class() == Class::Inconclusive {
            return Err(format!("{}: {}", reason.code, reason.message));
        }
        if reason.message.is_empty() || 16 << 10 < reason.message.len() {
            return Err(format!("a reason of {} bytes for {}", reason.message.len(), reason.code));
        }
        Ok(())
    }

    /// The component that a core module is made into, if there is one. Making it must not fail in any other
    /// way than with a rejection.
    fn made(&self, module: &[u8]) -> Result<Result<Vec<u8>, Outcome>, String> {
        let candidate = Candidate::of_bytes("fuzz", "x.wasm", module.to_vec());
        let made = self.host.make(&candidate, Purpose::Candidate(None));
        match made.map_err(|error| format!("the host gave up: {error:#}"))? {
            Ok(component) => Ok(Ok(component)),
            Err(reason) if reason.code.class() == Class::Rejected => {
                let class = format!("not made: {}", reason.code);
                Ok(Err(Outcome::new(class, &reason.message).barren()))
            }
            Err(reason) => Err(format!("{}: {}", reason.code, reason.message)),
        }
    }

    /// The same program in other words answers the same. Unless it asks for the time: that advances with fuel, and
    /// other words take other fuel.
    fn check_other_words(
        &self,
        bytes: &[u8],
        call: Option<&Call>,
        value: &Value,
        random: &mut Random,
    ) -> Result<(), String> {
        if asks_for_the_time(bytes) {
            return Ok(());
        }
        let Some(other) = sections::same_in_other_words(bytes, random) else { return Ok(()) };
        match self.start("x.wasm", &other, call)?.result {
            Ok(found) if found.to_string() == value.to_string() => Ok(()),
            Ok(found) => Err(format!("{value:.200}, and {found:.200} in other words")),
            // It may need more than the first one did, and more types or locals than are admitted.
            Err(reason)
                if reason.code.class() == Class::Rejected
                    || reason.code == Code::FailedOutOfFuel =>
            {
                Ok(())
            }
            Err(reason) => Err(format!("{value:.200}, and {} in other words", reason.code)),
        }
    }
}

impl Target for Pipeline {
    fn limits(&self) -> Limits {
        let wall = Duration::from_secs(30);
        Limits { wall, heap_bytes: 512 << 20, heap_bytes_per_byte: 0 }
    }

    fn runs(&self) -> u64 {
        if self.jailed { 2_000 } else { 20_000 }
    }

    fn extension(&self) -> &'static str {
        "wasm"
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        self.seeds.clone()
    }

    fn input(&mut self, random: &mut Random, pool: &Pool) -> Vec<u8> {
        if random.once_in(2)
            && let Some(generated) = self.templates.generate(random)
        {
            return generated;
        }
        let mut input = pool.pick(random).unwrap_or_default().to_vec();
        if input.starts_with(b"\0asm") {
            sections::mutate(&mut input, random, pool, BYTES_MAX);
        } else {
            bytes::mutate(&mut input, random, pool, WORDS, BYTES_MAX);
        }
        input
    }

    fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
        let random = &mut Random::of(number_of(input), 0);
        let name = if input.starts_with(b"\0asm") { "x.wasm" } else { "x.wat" };
        let made = match sections::Binary::read(input) {
            Some(binary) if !binary.is_component() => match self.made(input)? {
                Ok(component) => Some(component),
                Err(outcome) => return Ok(outcome),
            },
            _ => None,
        };
        let program = made.as_deref().unwrap_or(input);
        let call = call_of(program, random);
        let outcome = self.start(name, program, call.as_ref())?;
        self.check(&outcome)?;
        if random.once_in(4) {
            let again = self.start(name, program, call.as_ref())?;
            if format!("{again:?}") != format!("{outcome:?}") && !is_known(&outcome, &again) {
                return Err(format!("{outcome:.400?} first and {again:.400?} then"));
            }
        }
        let peak = crate::measure::resident_bytes_peak();
        if RESIDENT_BYTES_MAX < peak {
            return Err(format!(
                "the process had {peak} bytes of memory where {RESIDENT_BYTES_MAX} are allowed"
            ));
        }
        let usage = &outcome.usage;
        match &outcome.result {
            Ok(value) => {
                if random.once_in(2) {
                    self.check_other_words(program, call.as_ref(), value, random)?;
                }
                let class = if call.is_some() { "answered" } else { "started" };
                Ok(Outcome::new(class, value.kind()).and(usage.fuel).and(usage.host_calls))
            }
            Err(reason) => {
                let outcome = Outcome::new(reason.code.as_str(), &reason.message)
                    .and(usage.fuel)
                    .and(usage.host_calls);
                // Admission has a target of its own.
                let ran = reason.code.class() == Class::Failed;
                Ok(if ran { outcome } else { outcome.barren() })
            }
        }
    }
}

/// Whether a module inside of a component imports something that tells the time, by its name.
fn asks_for_the_time(component: &[u8]) -> bool {
    let tells = |name: &str| ["now", "clock", "subscribe"].iter().any(|word| name.contains(word));
    let mut modules = 0_usize;
    for payload in Parser::new(0).parse_all(component).map_while(Result::ok) {
        match payload {
            Payload::Version { encoding: Encoding::Module, .. } => modules += 1,
            Payload::ImportSection(imports) if 0 < modules => {
                let mut imports = imports.into_imports().map_while(Result::ok);
                if imports.any(|import| tells(import.name) || tells(import.module)) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

/// A defect that is known and not mended yet: the compiler names one of several functions that it does not like,
/// and not the same one each time (`corpus/pipeline/defect-message-that-differs.wat`).
fn is_known(first: &RunOutcome, second: &RunOutcome) -> bool {
    let refused = |outcome: &RunOutcome| {
        let reason = outcome.result.as_ref().err()?;
        let named = reason.message.split('`').step_by(2).collect::<Vec<_>>().concat();
        (reason.code == Code::RejectedCompileLimit).then_some(named)
    };
    refused(first).is_some_and(|named| Some(named) == refused(second))
}

/// A call that the component may know, with arguments that fit; none for one that has nothing to call.
fn call_of(program: &[u8], random: &mut Random) -> Option<Call> {
    // Of a text as well, which the host reads again by itself.
    let bytes = &*wat::parse_bytes(program).ok()?;
    let submission = Submission { name: "x.wasm", bytes };
    let Ok(Admitted::Component(component)) = admit(&submission, &Policy::for_any_export()) else {
        return None;
    };
    let program = component.exports().iter().any(|name| name.starts_with("lazaret:candidate/"));
    if program {
        let arguments = Value::List(vec![Value::Integer(1)]);
        return Some(Call { function: "f".to_owned(), arguments });
    }
    let interfaces: Vec<_> =
        component.interfaces().iter().filter_map(|(_, it)| it.as_ref().ok()).collect();
    let [interface] = interfaces.as_slice() else { return None };
    let function = random.pick(&interface.functions)?;
    let arguments = function.parameters.iter().map(|(_, ty)| value_of(ty, random)).collect();
    Some(Call { function: function.name.clone(), arguments: Value::List(arguments) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_programs_answer_and_others_end_as_they_should() {
        let mut target = Pipeline::open(&Settings::store()).unwrap();
        for plain in target.templates.plain() {
            assert_eq!(target.run(&plain).unwrap().class, "answered");
        }
        let text = b"(component (core module $m (func (export \"f\") (loop (br 0)))) \
            (core instance $i (instantiate $m)) (func $f (canon lift (core func $i \"f\"))) \
            (instance $x (export \"f\" (func $f))) (export \"a:b/c\" (instance $x)))";
        assert_eq!(target.run(text).unwrap().class, "failed/out-of-fuel");
        assert_eq!(target.run(b"(component").unwrap().class, "rejected/source-error");
        let clock = b"(component (core module (import \"env\" \"now\" (func))))";
        assert!(asks_for_the_time(&wat::parse_bytes(clock).unwrap()));
        assert!(!asks_for_the_time(&target.templates.plain()[0]));
        let module = b"\0asm\x01\0\0\0";
        assert_eq!(target.run(module).unwrap().class, "not made: rejected/type");
    }
}
