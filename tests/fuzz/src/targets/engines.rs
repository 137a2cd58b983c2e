//! One module on three engines, each of which writes down what it saw: the engine as Lazaret sets it up, the
//! same with another optimiser and another allocator of registers, and one of another make.

use anyhow::{Context, Result};
use lazaret_engine::WASM_STACK_BYTES;
use lazaret_trial::Digest;
use wasmtime::{OperatorCost, OptLevel, RegallocAlgorithm, Store, Trap, Val};

use crate::programs::values::any_float;
use crate::random::Random;

/// The fuel of the start and of each call.
pub const FUEL: u64 = 200_000;

/// The engine of another make counts in other units; this is to end what should have ended long before.
const FOREIGN_FUEL: u64 = 20 * FUEL;

/// The most functions of a module that are called.
const CALLS_MAX: usize = 8;

/// What one engine saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// How the instance began, and each call ended.
    pub steps: Vec<Step>,
    /// The exported globals, by name.
    pub globals: Vec<(String, Number)>,
    /// The exported memories, by name: digest and pages.
    pub memories: Vec<(String, Digest, u64)>,
}

/// A start or a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The function; empty for the start.
    pub name: String,
    /// How it ended.
    pub end: End,
    /// The fuel that was left; not comparable between makes.
    pub fuel: u64,
}

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It gave these values.
    Values(Vec<Number>),
    /// It trapped.
    Trap(Fault),
    /// The module does not fit the engine.
    Refused(String),
}

/// Why a step trapped, in words that all engines share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Unreachable,
    Memory,
    Table,
    NullCall,
    Signature,
    Overflow,
    ZeroDivision,
    Conversion,
    Stack,
    Fuel,
    Other,
}

/// A value by its bits, or a reference of which only that is known whether there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    I32(i32),
    I64(i64),
    F32(u32),
    F64(u64),
    Reference(bool),
}

/// The engines.
pub struct Engines {
    strict: lazaret_engine::Engine,
    plain: wasmtime::Engine,
    foreign: wasmi::Engine,
}

impl Engines {
    /// Starts all three.
    ///
    /// # Errors
    /// If this machine cannot run one.
    pub fn start() -> Result<Self> {
        let strict = lazaret_engine::Engine::new()?;
        let plain = wasmtime::Engine::new(&plain_config())
            .map_err(|error| anyhow::anyhow!("the second engine does not start: {error}"))?;
        Ok(Self { strict, plain, foreign: wasmi::Engine::new(&foreign_config()) })
    }

    /// The engine of Lazaret.
    #[must_use]
    pub const fn strict(&self) -> &wasmtime::Engine {
        self.strict.wasmtime()
    }

    /// The same engine, differently compiled.
    #[must_use]
    pub const fn plain(&self) -> &wasmtime::Engine {
        &self.plain
    }

    /// What the engine of another make sees.
    #[must_use]
    pub fn foreign_trace(&self, module: &[u8], seed: u64) -> Trace {
        foreign_trace(&self.foreign, module, seed)
    }
}

/// All that decides results and fuel as in the engine's own `config`, and the opposite of it in all that must
/// not: how code is optimised and where values are kept.
fn plain_config() -> wasmtime::Config {
    let mut config = wasmtime::Config::new();
    config
        .cranelift_opt_level(OptLevel::None)
        .cranelift_regalloc_algorithm(RegallocAlgorithm::SinglePass)
        .cranelift_nan_canonicalization(true)
        .parallel_compilation(false);
    let mut costs = OperatorCost::new();
    costs.variable.memory_grow_per_page = 255;
    (costs.MemoryGrow, costs.TableGrow) = (100, 100);
    (costs.RefFunc, costs.ElemDrop) = (50, 50);
    config.consume_fuel(true).operator_cost(costs).epoch_interruption(true);
    config
        .wasm_component_model(true)
        .concurrency_support(false)
        .wasm_threads(false)
        .shared_memory(false)
        .wasm_memory64(false)
        .wasm_gc(false)
        .wasm_function_references(false)
        .wasm_exceptions(false)
        .gc_support(false)
        .wasm_relaxed_simd(false)
        .wasm_simd(false)
        .wasm_tail_call(false)
        .wasm_multi_memory(true)
        .max_wasm_stack(WASM_STACK_BYTES)
        .async_stack_size(WASM_STACK_BYTES);
    config
}

fn foreign_config() -> wasmi::Config {
    let mut config = wasmi::Config::default();
    config
        .consume_fuel(true)
        .set_max_recursion_depth(1 << 15)
        .set_max_stack_height(64 << 20)
        .wasm_tail_call(false)
        .wasm_custom_page_sizes(false)
        .wasm_wide_arithmetic(false);
    config
}

/// What one of the two settings of the first engine sees: the start, calls with arguments that `seed` decides,
/// and what is left at the end.
#[must_use]
pub fn trace(engine: &wasmtime::Engine, module: &[u8], seed: u64) -> Trace {
    let mut trace = Trace { steps: Vec::new(), globals: Vec::new(), memories: Vec::new() };
    let refused = |error: wasmtime::Error| Step {
        name: String::new(),
        end: End::Refused(error.root_cause().to_string()),
        fuel: 0,
    };
    let module = match wasmtime::Module::new(engine, module) {
        Ok(module) => module,
        Err(error) => {
            trace.steps.push(refused(error));
            return trace;
        }
    };
    let mut store = match fresh_store(engine) {
        Ok(store) => store,
        Err(error) => {
            trace.steps.push(refused(error));
            return trace;
        }
    };
    let instance = match wasmtime::Instance::new(&mut store, &module, &[]) {
        Ok(instance) => instance,
        Err(error) => {
            let fuel = store.get_fuel().unwrap_or_default();
            trace.steps.push(Step { name: String::new(), end: ended(&error), fuel });
            return trace;
        }
    };
    let fuel = store.get_fuel().unwrap_or_default();
    trace.steps.push(Step { name: String::new(), end: End::Values(Vec::new()), fuel });
    let exports = sorted(module.exports().map(|export| export.name().to_owned()));
    let mut random = Random::of(seed, 1);
    for name in &exports {
        let Some(function) = instance.get_func(&mut store, name) else { continue };
        if CALLS_MAX < trace.steps.len() {
            break;
        }
        let ty = function.ty(&store);
        let arguments: Vec<Val> = ty.params().map(|ty| argument(&ty, &mut random)).collect();
        let mut results = vec![Val::I32(0); ty.results().len()];
        let filled = store.set_fuel(FUEL);
        let called = filled.and_then(|()| function.call(&mut store, &arguments, &mut results));
        let end = match called {
            Ok(()) => End::Values(results.iter().map(number).collect()),
            Err(error) => ended(&error),
        };
        let fuel = store.get_fuel().unwrap_or_default();
        trace.steps.push(Step { name: name.clone(), end, fuel });
    }
    for name in exports {
        if let Some(global) = instance.get_global(&mut store, &name) {
            let value = number(&global.get(&mut store));
            trace.globals.push((name, value));
        } else if let Some(memory) = instance.get_memory(&mut store, &name) {
            trace.memories.push((name, Digest::of(memory.data(&store)), memory.size(&store)));
        }
    }
    trace
}

/// Engines give exports in orders of their own.
fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// A store with fuel, and a clock that does not end it.
pub fn fresh_store(engine: &wasmtime::Engine) -> wasmtime::Result<Store<()>> {
    let mut store = Store::new(engine, ());
    store.set_fuel(FUEL)?;
    store.set_epoch_deadline(1 << 40);
    Ok(store)
}

/// How a call ended that gave an error.
#[must_use]
pub fn ended(error: &wasmtime::Error) -> End {
    match error.downcast_ref::<Trap>() {
        Some(trap) => End::Trap(match trap {
            Trap::UnreachableCodeReached => Fault::Unreachable,
            Trap::MemoryOutOfBounds => Fault::Memory,
            Trap::TableOutOfBounds => Fault::Table,
            Trap::IndirectCallToNull => Fault::NullCall,
            Trap::BadSignature => Fault::Signature,
            Trap::IntegerOverflow => Fault::Overflow,
            Trap::IntegerDivisionByZero => Fault::ZeroDivision,
            Trap::BadConversionToInteger => Fault::Conversion,
            Trap::StackOverflow => Fault::Stack,
            Trap::OutOfFuel => Fault::Fuel,
            _ => Fault::Other,
        }),
        None => End::Refused(error.root_cause().to_string()),
    }
}

fn argument(ty: &wasmtime::ValType, random: &mut Random) -> Val {
    match numeric(random) {
        (number, _, _) if ty.is_i32() => Val::I32(low(number)),
        (number, _, _) if ty.is_i64() => Val::I64(number),
        (_, float, _) if ty.is_f32() => Val::F32(float.to_bits()),
        (_, _, float) if ty.is_f64() => Val::F64(float.to_bits()),
        _ => Val::FuncRef(None),
    }
}

/// One argument in each of the forms in which it can be wanted. The same numbers are drawn whatever the form.
fn numeric(random: &mut Random) -> (i64, f32, f64) {
    let number = i64::from_le_bytes(random.number().to_le_bytes()) >> random.below(64);
    let double = any_float(random);
    #[expect(clippy::cast_possible_truncation, reason = "any float will do")]
    let single = double as f32;
    (number, canonical_single(single), if double.is_nan() { f64::NAN } else { double })
}

const fn canonical_single(float: f32) -> f32 {
    if float.is_nan() { f32::NAN } else { float }
}

fn low(number: i64) -> i32 {
    i32::from_le_bytes(number.to_le_bytes().first_chunk().copied().unwrap_or_default())
}

fn number(value: &Val) -> Number {
    match value {
        Val::I32(number) => Number::I32(*number),
        Val::I64(number) => Number::I64(*number),
        Val::F32(bits) => Number::F32(*bits),
        Val::F64(bits) => Number::F64(*bits),
        Val::FuncRef(function) => Number::Reference(function.is_some()),
        _ => Number::Reference(false),
    }
}

/// The same on the engine of another make.
fn foreign_trace(engine: &wasmi::Engine, module: &[u8], seed: u64) -> Trace {
    let mut trace = Trace { steps: Vec::new(), globals: Vec::new(), memories: Vec::new() };
    let mut store = wasmi::Store::new(engine, ());
    let begun = (|| {
        store.set_fuel(FOREIGN_FUEL)?;
        let module = wasmi::Module::new(engine, module)?;
        let instance = wasmi::Instance::new(&mut store, &module, &[])?;
        Ok((module, instance))
    })();
    let (module, instance) = match begun {
        Ok(begun) => begun,
        Err(error) => {
            trace.steps.push(Step { name: String::new(), end: foreign_ended(&error), fuel: 0 });
            return trace;
        }
    };
    trace.steps.push(Step { name: String::new(), end: End::Values(Vec::new()), fuel: 0 });
    let exports = sorted(module.exports().map(|export| export.name().to_owned()));
    let mut random = Random::of(seed, 1);
    for name in &exports {
        let Some(function) = instance.get_func(&store, name) else { continue };
        if CALLS_MAX < trace.steps.len() {
            break;
        }
        let ty = function.ty(&store);
        let arguments: Vec<wasmi::Val> =
            ty.params().iter().map(|ty| foreign_argument(*ty, &mut random)).collect();
        let mut results = vec![wasmi::Val::I32(0); ty.results().len()];
        let filled = store.set_fuel(FOREIGN_FUEL);
        let called = filled.and_then(|()| function.call(&mut store, &arguments, &mut results));
        let end = match called {
            Ok(()) => End::Values(results.iter().map(foreign_number).collect()),
            Err(error) => foreign_ended(&error),
        };
        trace.steps.push(Step { name: name.clone(), end, fuel: 0 });
    }
    for name in exports {
        if let Some(global) = instance.get_global(&store, &name) {
            trace.globals.push((name, foreign_number(&global.get(&store))));
        } else if let Some(memory) = instance.get_memory(&store, &name) {
            trace.memories.push((name, Digest::of(memory.data(&store)), memory.size(&store)));
        }
    }
    trace
}

fn foreign_ended(error: &wasmi::Error) -> End {
    use wasmi::TrapCode;
    match error.as_trap_code() {
        Some(trap) => End::Trap(match trap {
            TrapCode::UnreachableCodeReached => Fault::Unreachable,
            TrapCode::MemoryOutOfBounds => Fault::Memory,
            TrapCode::TableOutOfBounds => Fault::Table,
            TrapCode::IndirectCallToNull => Fault::NullCall,
            TrapCode::BadSignature => Fault::Signature,
            TrapCode::IntegerOverflow => Fault::Overflow,
            TrapCode::IntegerDivisionByZero => Fault::ZeroDivision,
            TrapCode::BadConversionToInteger => Fault::Conversion,
            TrapCode::StackOverflow => Fault::Stack,
            TrapCode::OutOfFuel => Fault::Fuel,
            _ => Fault::Other,
        }),
        None => End::Refused(error.to_string()),
    }
}

fn foreign_argument(ty: wasmi::ValType, random: &mut Random) -> wasmi::Val {
    let (number, single, double) = numeric(random);
    match ty {
        wasmi::ValType::I32 => wasmi::Val::I32(low(number)),
        wasmi::ValType::I64 => wasmi::Val::I64(number),
        wasmi::ValType::F32 => wasmi::Val::F32(wasmi::F32::from_bits(single.to_bits())),
        wasmi::ValType::F64 => wasmi::Val::F64(wasmi::F64::from_bits(double.to_bits())),
        other => wasmi::Val::default(other),
    }
}

fn foreign_number(value: &wasmi::Val) -> Number {
    match value {
        wasmi::Val::I32(number) => Number::I32(*number),
        wasmi::Val::I64(number) => Number::I64(*number),
        wasmi::Val::F32(float) => Number::F32(float.to_bits()),
        wasmi::Val::F64(float) => Number::F64(float.to_bits()),
        wasmi::Val::FuncRef(function) => Number::Reference(!function.is_null()),
        _ => Number::Reference(false),
    }
}

/// Both settings of the first engine must read the same programs.
///
/// # Errors
/// If they do not.
pub fn check_features(engines: &Engines) -> Result<()> {
    let (strict, plain) = (engines.strict(), engines.plain());
    let same = strict.get_wasm_features() == plain.get_wasm_features();
    same.then_some(()).context("the two settings of the engine have different features")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &str = r#"(module
        (memory (export "m") 1 2) (global (export "g") (mut f64) (f64.const nan:0x4))
        (func (export "add") (param i32 i64 f32 f64) (result i64) (i64.add (local.get 1) (i64.const 1)))
        (func (export "store") (i32.store (i32.const 8) (i32.const 7)) (global.set 0 (f64.const 2)))
        (func (export "zero") (result i32) (i32.div_s (i32.const 1) (i32.const 0)))
        (func (export "loop") (loop (br 0))))"#;

    #[test]
    fn three_engines_see_the_same() {
        super::super::on_a_thread_for("differential", compare_three).unwrap();
    }

    fn compare_three() {
        let engines = Engines::start().unwrap();
        check_features(&engines).unwrap();
        let module = wat::parse_str(MODULE).unwrap();
        let strict = trace(engines.strict(), &module, 3);
        assert_eq!(strict, trace(engines.plain(), &module, 3));
        let mut foreign = engines.foreign_trace(&module, 3);
        for (foreign, strict) in foreign.steps.iter_mut().zip(&strict.steps) {
            foreign.fuel = strict.fuel;
        }
        assert_eq!(strict, foreign);
        let ends: Vec<&End> = strict.steps.iter().map(|step| &step.end).collect();
        assert_eq!(ends[2], &End::Trap(Fault::Fuel));
        assert_eq!(ends[4], &End::Trap(Fault::ZeroDivision));
        assert_eq!(strict.globals[0].1, Number::F64(2_f64.to_bits()));
        assert_ne!(trace(engines.strict(), &module, 4).steps[1], strict.steps[1]);
    }
}
