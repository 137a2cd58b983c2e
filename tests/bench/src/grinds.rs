//! How much processor time a unit of fuel can stand for: loops that do what costs the host most for the least fuel.
//!
//! Fuel must end before wall time does, or a program can choose that its end is nobody's fault. With the numbers
//! that candidates get by default, a unit of fuel may take 6 ns.

use std::time::Duration;

use anyhow::{Result, bail};
use lazaret_admission::{Admitted, Policy, Submission, admit};
use lazaret_engine::Engine;
use lazaret_header::component;
use lazaret_sandbox::{Prepared, Sandbox, Stop};
use lazaret_trial::{Budget, Value};

/// Nanoseconds that a unit of fuel may take: wall time by fuel, as candidates get them by default.
const ALLOWED_NS: f64 = 6.0;

/// The fuel of one measurement, if what it measures is cheap, and the most wall time.
const FUEL: u64 = 100_000_000;
const WALL_MS: u64 = 3_000;

/// A loop over one instruction or a few: its name, what is beside the function, and what is in the loop.
const LOOPS: &[(&str, &str, &str)] = &[
    ("nothing but the branch", "", ""),
    ("memory.size", "", "(drop (memory.size))"),
    ("memory.grow by nothing", "", "(drop (memory.grow (i32.const 0)))"),
    ("memory.grow by a page, refused", "", "(drop (memory.grow (i32.const 1)))"),
    ("memory.fill of nothing", "", "(memory.fill (i32.const 0) (i32.const 0) (i32.const 0))"),
    ("memory.copy of nothing", "", "(memory.copy (i32.const 0) (i32.const 0) (i32.const 0))"),
    (
        "memory.init of nothing",
        "(data $data \"x\")",
        "(memory.init $data (i32.const 0) (i32.const 0) (i32.const 0))",
    ),
    ("data.drop", "(data $data \"x\")", "(data.drop $data)"),
    ("table.size", TABLE, "(drop (table.size))"),
    ("table.grow by nothing", TABLE, "(drop (table.grow (ref.null func) (i32.const 0)))"),
    (
        "table.grow by one, refused",
        "(table 1 1 funcref)",
        "(drop (table.grow (ref.null func) (i32.const 1)))",
    ),
    ("table.fill of nothing", TABLE, "(table.fill (i32.const 0) (ref.null func) (i32.const 0))"),
    ("table.copy of nothing", TABLE, "(table.copy (i32.const 0) (i32.const 0) (i32.const 0))"),
    (
        "table.init of nothing",
        "(table 1 funcref) (elem $elem func $attack)",
        "(table.init $elem (i32.const 0) (i32.const 0) (i32.const 0))",
    ),
    (
        "table.init of a thousand",
        "THOUSAND",
        "(table.init $elem (i32.const 0) (i32.const 0) (i32.const 1000))",
    ),
    (
        "table.init of a thousand and table.get",
        "THOUSAND",
        "(table.init $elem (i32.const 0) (i32.const 0) (i32.const 1000)) (drop (table.get (i32.const 7)))",
    ),
    (
        "table.copy of a thousand",
        "THOUSAND",
        "(table.copy (i32.const 0) (i32.const 0) (i32.const 1000))",
    ),
    (
        "table.fill of a thousand",
        "THOUSAND",
        "(table.fill (i32.const 0) (ref.null func) (i32.const 1000))",
    ),
    ("memory.fill of a page", "", "(memory.fill (i32.const 0) (i32.const 0) (i32.const 65536))"),
    ("memory.copy of a page", "", "(memory.copy (i32.const 0) (i32.const 0) (i32.const 65536))"),
    ("memory.copy of 8 bytes", "", "(memory.copy (i32.const 0) (i32.const 8) (i32.const 8))"),
    (
        "f64.nearest and ceil",
        "(global $x (mut f64) (f64.const 1))",
        "(global.set $x (f64.nearest (f64.ceil (global.get $x))))",
    ),
    (
        "f32.sqrt in a chain",
        "(global $x (mut f32) (f32.const 1))",
        "(global.set $x (f32.sqrt (f32.sqrt (global.get $x))))",
    ),
    (
        "i64.div_u in a chain",
        "(global $x (mut i64) (i64.const -1))",
        "(global.set $x (i64.div_u (i64.const -3) (i64.or (global.get $x) (i64.const 1))))",
    ),
    ("elem.drop", "(elem $elem func $attack)", "(elem.drop $elem)"),
    ("ref.func", TABLE, "(drop (ref.func $attack))"),
    ("table.get", TABLE, "(drop (table.get (i32.const 0)))"),
    ("table.set", TABLE, "(table.set (i32.const 0) (ref.null func))"),
    ("call", "(func $f)", "(call $f)"),
    (
        "call_indirect",
        "(table 1 funcref) (elem (i32.const 0) $f) (func $f) (type $t (func))",
        "(call_indirect (type $t) (i32.const 0))",
    ),
    (
        "f64.div of the smallest",
        "(global $x (mut f64) (f64.const 0x1p-1074))",
        "(global.set $x (f64.mul (f64.add (global.get $x) (f64.const 0x1p-1074)) (f64.const 0.5)))",
    ),
    (
        "i64.rem_s in a chain",
        "(global $x (mut i64) (i64.const 1))",
        "(global.set $x (i64.rem_s (i64.const 0x7fffffffffffffff) (i64.or (global.get $x) (i64.const 3))))",
    ),
];

const TABLE: &str = "(table 1 funcref) (elem declare func $attack)";

/// Each place of memory says which comes next, 240 MiB of them, in an order that no processor foresees.
const CHASE: &str = "
    (global $at (mut i32) (i32.const 0))
    (func $prepare (local $i i32)
      (drop (memory.grow (i32.const 3839)))
      (loop $again
        ;; A generator of the full period over the powers of two, in steps of a line of 64 bytes.
        (i32.store (i32.shl (local.get $i) (i32.const 6)) (i32.shl (i32.and
          (i32.add (i32.mul (local.get $i) (i32.const 1664525)) (i32.const 1013904223))
          (i32.const 0x1fffff)) (i32.const 6)))
        (br_if $again (i32.lt_u
          (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 0x200000)))))";

/// Handles of the program's own, made and dropped.
const OWN_HANDLES: &str = r#"
  (type $thing (resource (rep i32)))
  (core func $new (canon resource.new $thing))
  (core func $rep (canon resource.rep $thing))
  (core func $drop (canon resource.drop $thing))
  (core module $main
    (import "thing" "new" (func $new (param i32) (result i32)))
    (import "thing" "rep" (func $rep (param i32) (result i32)))
    (import "thing" "drop" (func $drop (param i32)))
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
    (func (export "call") (param i32 i32 i32 i32) (result i32) (local $handle i32)
      (local.set $handle (call $new (i32.const 1)))
      (loop $again BODY (br $again))
      i32.const 0))
  (core instance $main (instantiate $main (with "thing" (instance
    (export "new" (func $new)) (export "rep" (func $rep)) (export "drop" (func $drop))))))"#;

/// A component that hands lists to another as it starts.
const LISTS: &str = r#"(component
  (component $callee
    (core module $m (memory (export "memory") 1700)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 0)
      (func (export "f") (param i32 i32)))
    (core instance $m (instantiate $m))
    (func (export "f") (param "x" (list ITEM)) (canon lift (core func $m "f")
      (memory (core memory $m "memory")) (realloc (core func $m "realloc")))))
  (component $caller
    (import "f" (func $f (param "x" (list ITEM))))
    (core module $memory (memory (export "memory") 1700))
    (core instance $memory (instantiate $memory))
    (core func $f (canon lower (func $f) (memory (core memory $memory "memory"))))
    (core module $m
      (import "callee" "f" (func $f (param i32 i32)))
      (func $start (loop $again (call $f (i32.const 0) (i32.const LENGTH)) (br $again)))
      (start $start))
    (core instance (instantiate $m (with "callee" (instance (export "f" (func $f)))))))
  (instance $callee (instantiate $callee))
  (instance (instantiate $caller (with "f" (func $callee "f")))))"#;

/// Prints a line for each.
pub fn print() -> Result<()> {
    let engine = Engine::new()?;
    println!("ns a unit of fuel, where {ALLOWED_NS} are allowed");
    for (name, beside, body) in LOOPS {
        let thousand =
            format!("(table 1000 funcref) (elem $elem func {})", "$attack ".repeat(1000));
        let beside = beside.replace("THOUSAND", &thousand);
        let text = format!("{beside} (func $attack (loop $again {body} (br $again)))");
        measure(&engine, name, &component(&text, Some("attack"), "").map_err(anyhow::Error::msg)?)?;
    }
    let chase = format!(
        "{CHASE} (func $attack (call $prepare)
          (loop $again (global.set $at (i32.load (global.get $at))) (br $again)))"
    );
    measure(
        &engine,
        "load in a chain",
        &component(&chase, Some("attack"), "").map_err(anyhow::Error::msg)?,
    )?;
    for (name, body) in [
        ("resource.rep", "(drop (call $rep (local.get $handle)))"),
        ("resource.new and drop", "(call $drop (call $new (i32.const 1)))"),
    ] {
        let text = OWN_HANDLES.replace("BODY", body);
        measure(
            &engine,
            name,
            &component(&text, Some("candidate"), "").map_err(anyhow::Error::msg)?,
        )?;
    }
    for item in ["u8", "char", "u64", "(tuple u8 u64 f32)"] {
        for length in [0, 1_000, 100_000, 4_000_000] {
            let text = LISTS.replace("LENGTH", &length.to_string()).replace("ITEM", item);
            let name = format!("a list of {length} {item} to a component");
            measure(&engine, &name, &text)?;
        }
    }
    Ok(())
}

fn measure(engine: &Engine, name: &str, text: &str) -> Result<()> {
    let bytes = wat::parse_str(text)?;
    let submission = Submission { name: "grind.wasm", bytes: &bytes };
    let Admitted::Component(admitted) = admit(&submission, &Policy::for_any_export())? else {
        bail!("no component");
    };
    let prepared = Prepared::new(&engine.compile(&admitted)?, None)?;
    let budget =
        Budget { fuel: FUEL, wall_ms: WALL_MS, host_calls: 1 << 40, ..Budget::for_candidates() };
    let begin = processor_time();
    let mut sandbox = Sandbox::start(&prepared, &budget, 0, "bench", None)?;
    let ended = match sandbox.stopped() {
        Some(stop) => stop.clone(),
        None => match sandbox.call("f", &Value::List(Vec::new())) {
            Err(stop) => stop,
            Ok(_) => bail!("{name}: it came to an end"),
        },
    };
    let took = processor_time().saturating_sub(begin);
    let ended = match ended {
        Stop::OutOfFuel => "",
        Stop::WallTimeout => "  wall time first",
        other => bail!("{name}: {other}"),
    };
    let usage = sandbox.usage();
    let fuel = usage.fuel.max(usage.start_fuel).clamp(1, FUEL);
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^53")]
    let ns = took.as_secs_f64() * 1e9 / fuel as f64;
    let mark = if ALLOWED_NS < ns { "  TOO MUCH" } else { "" };
    println!("{ns:>12.2}  {name}{ended}{mark}");
    Ok(())
}

/// What this thread has used of the processor, so that whoever else uses it does not count.
fn processor_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(now).unwrap_or_default()
}
