//! The part of `advisories` that is about values on their way: texts, flags, lists and their types.

use lazaret_trial::Code;

use crate::advisories::{REALLOC, call, check_refused, check_value, component, peak};

/// Fixed in 48.0.3, without a number at the time: values that are read in the engine's own form may take a hundred
/// times the memory that they have in the guest. What the engine may take is a fixed multiple of the budget.
#[test]
fn values_that_swell_when_they_are_read_are_bounded() {
    // Each item has a byte in the guest, and tens of bytes in the host.
    let bools = |count: u32| {
        component(
            "",
            &format!(
                "{REALLOC} (func (export \"f\") (result i32)
                   (drop (memory.grow (i32.const 1000)))
                   (i32.store (i32.const 0) (i32.const 16)) (i32.store (i32.const 4) (i32.const {count}))
                   (i32.const 0))"
            ),
            "(result (list bool))",
        )
    };
    let (little, said) = peak(&bools(1), &[]);
    assert!(said.contains("[false]"), "{said}");
    for (count, result, more) in
        [(60_000_000, "16 MiB", 400), (60_000_000, "1 MiB", 100), (900_000, "64 KiB", 64)]
    {
        let (much, said) = peak(&bools(count), &["--result", result]);
        assert!(said.contains("failed/result-limit"), "{said}");
        assert!(much < little + more, "{count} items, {result}: {little} MiB, {much} MiB");
    }
}

/// GHSA-394w-hwhg-8vgm, GHSA-hx6p-xpx3-jvvv, GHSA-jxhv-7h78-9775 and GHSA-54p9-vhhq-8f7q: texts that go from one
/// component to another, in other encodings, from and to places that are none or overlap. They are not admitted, because
/// they cost no fuel; bytes are, and go from anywhere to anywhere.
#[test]
fn texts_between_components_are_refused_and_bytes_are_not() {
    let encodings = ["utf8", "utf16", "latin1+utf16"];
    let places = [
        // A place, a length, and where the other side wants it.
        (0_u32, 0_u32, 0_u32),
        (0, 5, 0),
        (0, 5, 1),
        (1, 5, 65_531),
        (1, 5, 65_535),
        (65_535, 1, 1_024),
        (65_536, 0, 65_536),
        (65_536, 1, 0),
        (0, 70_000, 0),
        (0, 5, 0xffff_fffe),
        (0xffff_fffe, 2, 0),
        (0, 0x7fff_ffff, 0),
        (0, 0x8000_0005, 0),
        (0, 0xffff_ffff, 0),
    ];
    for from in encodings {
        for to in encodings {
            for ty in ["string", "(list string)", "(option (tuple u8 string))"] {
                let reason = check_refused(&pair(ty, from, to), &[], Code::RejectedFeature);
                assert!(reason.message.contains("hands texts to another"), "{}", reason.message);
            }
        }
    }
    let (mut values, mut traps) = (0, 0);
    for ty in ["(list u8)", "(list char)"] {
        let text = pair(ty, "utf8", "utf8");
        for (place, length, at) in places {
            let outcome = call(&text, &format!("[{place},{length},{at}]"), &[]);
            let what = format!("{ty}, {place} {length} {at}");
            match outcome.result {
                Ok(value) => {
                    assert_eq!(value.to_string(), "1", "{what}");
                    values += 1;
                }
                Err(reason) => {
                    assert_eq!(reason.code, Code::FailedTrap, "{what}: {}", reason.message);
                    traps += 1;
                }
            }
        }
    }
    assert!(5 < values && 14 < traps, "{values} values, {traps} traps");
}

/// A component that hands a value of some type, which a place and a length say, to another.
fn pair(ty: &str, from: &str, to: &str) -> String {
    // An option and a tuple of a byte and a text are four numbers, and so are told apart by their first.
    let flat = if ty.starts_with("(option") { "i32 i32 i32 i32" } else { "i32 i32" };
    let more = if ty.starts_with("(option") { "(i32.const 1) (i32.const 7)" } else { "" };
    let memory = "(memory (export \"memory\") 1) (data (i32.const 0) \"hello w\\00o\\00r\\00\")";
    format!(
        "(component
           (component $taker
             (core module $m {memory} (global $at (mut i32) (i32.const 0))
               (func (export \"at\") (param i32) (global.set $at (local.get 0)))
               (func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (global.get $at))
               (func (export \"take\") (param {flat})))
             (core instance $i (instantiate $m))
             (func (export \"at\") (param \"at\" u32) (canon lift (core func $i \"at\")))
             (func (export \"take\") (param \"it\" {ty}) (canon lift (core func $i \"take\")
               string-encoding={to} (memory (core memory $i \"memory\")) (realloc (core func $i \"realloc\")))))
           (instance $taker (instantiate $taker))
           (component $giver
             (import \"at\" (func $at (param \"at\" u32)))
             (import \"take\" (func $take (param \"it\" {ty})))
             (core module $memory {memory})
             (core instance $memory (instantiate $memory))
             (core func $at (canon lower (func $at)))
             (core func $take (canon lower (func $take) string-encoding={from}
               (memory (core memory $memory \"memory\"))))
             (core module $m (import \"a\" \"at\" (func $at (param i32)))
               (import \"a\" \"take\" (func $take (param {flat})))
               (func (export \"f\") (param i32 i32 i32) (result i32)
                 (call $at (local.get 2)) (call $take {more} (local.get 0) (local.get 1)) (i32.const 1)))
             (core instance $i (instantiate $m (with \"a\" (instance
               (export \"at\" (func $at)) (export \"take\" (func $take))))))
             (func (export \"f\") (param \"place\" u32) (param \"length\" u32) (param \"at\" u32) (result u32)
               (canon lift (core func $i \"f\"))))
           (instance $giver (instantiate $giver (with \"at\" (func $taker \"at\"))
             (with \"take\" (func $taker \"take\"))))
           (alias export $giver \"f\" (func $f))
           (instance $export (export \"f\" (func $f)))
           (export \"test:test/i\" (instance $export)))"
    )
}

/// The same with one memory on both sides, which only a component that calls itself has: it cannot.
#[test]
fn a_component_does_not_call_itself() {
    let text = "(component
      (core module $m (memory (export \"memory\") 1)
        (func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 3))
        (func (export \"take\") (param i32 i32)))
      (core instance $m (instantiate $m))
      (func $take (param \"bytes\" (list u8)) (canon lift (core func $m \"take\")
        (memory (core memory $m \"memory\")) (realloc (core func $m \"realloc\"))))
      (core func $again (canon lower (func $take) (memory (core memory $m \"memory\"))))
      (core module $n (import \"a\" \"take\" (func $take (param i32 i32)))
        (func (export \"f\") (call $take (i32.const 0) (i32.const 9))))
      (core instance $i (instantiate $n (with \"a\" (instance (export \"take\" (func $again))))))
      (func $f (canon lift (core func $i \"f\")))
      (instance $export (export \"f\" (func $f)))
      (export \"test:test/i\" (instance $export)))";
    let reason = check_refused(text, &[], Code::FailedTrap);
    assert!(reason.message.contains("cannot enter"), "{}", reason.message);
}

/// A type that only an import can name, in a component of one.
fn with_type(ty: &str) -> String {
    format!(
        "(import \"wasi:io/types\" (instance $types (type $t' {ty}) (export \"t\" (type (eq $t')))))
         (alias export $types \"t\" (type $t))"
    )
}

/// GHSA-m758-wjhj-p3jq: flags with bits that stand for nothing, on both ways to the host.
#[test]
fn flags_without_a_meaning_are_left_out() {
    for labels in [1, 2, 7, 8, 9, 16, 17, 31, 32] {
        let names: Vec<String> = (0..labels).map(|index| format!("\"l{index}\"")).collect();
        let ty = with_type(&format!("(flags {})", names.join(" ")));
        let text = component(
            &ty,
            &format!("{REALLOC} (func (export \"f\") (result i32) (i32.const -1))"),
            "(result $t)",
        );
        let value = call(&text, "[]", &[]).result.expect("flags are read").to_string();
        assert_eq!(value, format!("[{}]", names.join(",")));
        // As an argument of a function that is not granted, which is read before it is refused.
        let text = format!(
            "(component
               (import \"wasi:io/types\" (instance $types (type $t' (flags {}))
                 (export \"t\" (type $t (eq $t'))) (type $e' (enum \"access\" \"busy\"))
                 (export \"e\" (type $e (eq $e')))
                 (export \"open\" (func (param \"x\" $t) (result (result (error $e)))))))
               (core module $memory (memory (export \"memory\") 1))
               (core instance $memory (instantiate $memory))
               (core func $open (canon lower (func $types \"open\") (memory (core memory $memory \"memory\"))))
               (core module $m (import \"a\" \"open\" (func $open (param i32 i32)))
                 (func (export \"f\") (call $open (i32.const -1) (i32.const 8))))
               (core instance $i (instantiate $m (with \"a\" (instance (export \"open\" (func $open))))))
               (func $f (canon lift (core func $i \"f\")))
               (instance $export (export \"f\" (func $f)))
               (export \"test:test/i\" (instance $export)))",
            names.join(" ")
        );
        check_value(&text, &[], "null");
    }
}

/// GHSA-wjc8-633q-pwxr: dropping a long chain of types overflowed the stack. Chains of component types end at the
/// depth that a parser may go; those of core types need groups that are off.
#[test]
fn chains_of_types_are_short() {
    let chain = |length: usize| {
        let links: String =
            (1..length).map(|index| format!("(type $t{index} (list $t{}))", index - 1)).collect();
        let reached = length - 1;
        format!(
            "(component (type $t0 (list u8)) {links}
               (core module $m (memory (export \"memory\") 1) {REALLOC}
                 (func (export \"f\") (result i32) (i32.const 0)))
               (core instance $i (instantiate $m))
               (func $f (result $t{reached}) (canon lift (core func $i \"f\")
                 (memory (core memory $i \"memory\")) (realloc (core func $i \"realloc\"))))
               (instance $export (export \"f\" (func $f)))
               (export \"test:test/i\" (instance $export)))"
        )
    };
    check_value(&chain(30), &[], "[]");
    // Deeper than what can be called with plain data, and yet valid.
    let reason = check_refused(&chain(90), &[], Code::FailedTrap);
    assert!(reason.message.ends_with("not a candidate"), "{}", reason.message);
    check_refused(&chain(9_000), &[], Code::RejectedTooLarge);
    let group = "(component (core module (rec (type $a (func (param (ref null $b)))) (type $b (func (param (ref null $a)))))))";
    check_refused(group, &[], Code::RejectedFeature);
}
