//! The floor: the same calls in a hand-written embedding of the engine, with fuel and epochs as in Lazaret,
//! and nothing else.

use std::time::{Duration, Instant};

use wasmtime::component::{Component, Instance, InstancePre, Linker, TypedFunc};
use wasmtime::{Config, Engine, Result, Store};

/// A typed candidate whose functions give back what they get. Its memory is given back after each call.
pub const ECHO: &str = r#"(module
  (memory (export "memory") 1)
  (global $free (mut i32) (i32.const 16))
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
    (global.set $free (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func (export "task:calls/calls#scalar") (param f64) (result f64) (local.get 0))
  (func (export "task:calls/calls#numbers") (param i32 i32) (result i32)
    (i32.store (i32.const 0) (local.get 0))
    (i32.store (i32.const 4) (local.get 1))
    (i32.const 0))
  (func (export "cabi_post_task:calls/calls#numbers") (param i32)
    (global.set $free (i32.const 16))))
"#;

/// The same as a component, by hand.
const COMPONENT: &str = r#"(component
  (core module $m
    (memory (export "memory") 1)
    (global $free (mut i32) (i32.const 16))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $free) (i32.const 7)) (i32.const -8)))
      (global.set $free (i32.add (local.get $at) (local.get 3)))
      (local.get $at))
    (func (export "scalar") (param f64) (result f64) (local.get 0))
    (func (export "numbers") (param i32 i32) (result i32)
      (i32.store (i32.const 0) (local.get 0))
      (i32.store (i32.const 4) (local.get 1))
      (i32.const 0))
    (func (export "post") (param i32) (global.set $free (i32.const 16))))
  (core instance $i (instantiate $m))
  (func (export "scalar") (param "x" f64) (result f64) (canon lift (core func $i "scalar")))
  (func (export "numbers") (param "xs" (list f64)) (result (list f64))
    (canon lift (core func $i "numbers") (memory (core memory $i "memory"))
      (realloc (core func $i "realloc")) (post-return (core func $i "post")))))
"#;

fn engine() -> Result<Engine> {
    let mut config = Config::new();
    config.consume_fuel(true).epoch_interruption(true).cranelift_nan_canonicalization(true);
    Engine::new(&config)
}

fn component(engine: &Engine) -> Result<Component> {
    let binary =
        wat::parse_str(COMPONENT).map_err(|error| wasmtime::Error::msg(error.to_string()))?;
    Component::from_binary(engine, &binary)
}

fn store(engine: &Engine) -> Result<Store<()>> {
    let mut store = Store::new(engine, ());
    store.set_fuel(u64::MAX)?;
    store.set_epoch_deadline(1 << 40);
    Ok(store)
}

/// The time of one call of a function, over so many calls.
pub fn call(kind: &str, calls: u32) -> Result<Duration> {
    let engine = engine()?;
    let component = component(&engine)?;
    let mut store = store(&engine)?;
    let instance = Linker::new(&engine).instantiate(&mut store, &component)?;
    if kind == "scalar" {
        let function: TypedFunc<(f64,), (f64,)> = instance.get_typed_func(&mut store, "scalar")?;
        let begin = Instant::now();
        for index in 0..calls {
            function.call(&mut store, (f64::from(index),))?;
        }
        return Ok(begin.elapsed() / calls);
    }
    let function: TypedFunc<(&[f64],), (Vec<f64>,)> =
        instance.get_typed_func(&mut store, "numbers")?;
    let numbers = vec![1.5; 1000];
    let begin = Instant::now();
    for _ in 0..calls {
        let (answer,) = function.call(&mut store, (&numbers,))?;
        assert_eq!(answer.len(), numbers.len());
    }
    Ok(begin.elapsed() / calls)
}

/// A component that nobody has seen before, from its bytes to the first result: the time, and the result.
pub fn compile(bytes: &[u8], argument: f64) -> Result<(Duration, f64)> {
    let engine = engine()?;
    let begin = Instant::now();
    let component = Component::from_binary(&engine, bytes)?;
    let mut store = store(&engine)?;
    let instance = Linker::new(&engine).instantiate(&mut store, &component)?;
    let missing = || wasmtime::Error::msg("the component lacks an export");
    let calls = instance.get_export_index(&mut store, None, "task:measure/calls");
    let calls = calls.ok_or_else(missing)?;
    let scalar = instance.get_export_index(&mut store, Some(&calls), "scalar");
    let scalar = scalar.ok_or_else(missing)?;
    let function: TypedFunc<(f64,), (f64,)> = instance.get_typed_func(&mut store, scalar)?;
    let (answer,) = function.call(&mut store, (argument,))?;
    Ok((begin.elapsed(), answer))
}

/// Fresh instances, made on demand as Lazaret makes them.
pub struct Fresh {
    engine: Engine,
    ready: InstancePre<()>,
}

impl Fresh {
    pub fn new() -> Result<Self> {
        let engine = engine()?;
        let component = component(&engine)?;
        let ready = Linker::new(&engine).instantiate_pre(&component)?;
        Ok(Self { engine, ready })
    }

    /// The time from nothing to the first result.
    pub fn round(&self) -> Result<Duration> {
        let begin = Instant::now();
        let mut store = store(&self.engine)?;
        let instance: Instance = self.ready.instantiate(&mut store)?;
        let function: TypedFunc<(f64,), (f64,)> = instance.get_typed_func(&mut store, "scalar")?;
        let (answer,) = function.call(&mut store, (2.0,))?;
        let wall = begin.elapsed();
        assert_eq!(answer.to_bits(), 2.0_f64.to_bits());
        Ok(wall)
    }
}
