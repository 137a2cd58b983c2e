//! The caps of admission: each exceeded by exactly one, and its twin exactly at the cap.

use lazaret_admission::{Admitted, CAPS, Cap, Caps, Policy, Rejection, Submission, admit, measure};
use lazaret_host::{Purpose, inspect};

use crate::support::workspace;

/// The policy for candidates without the export that they need, so that a test can be about one thing.
fn policy() -> Policy {
    Policy { exports: &[], ..Policy::for_candidates() }
}

fn parse(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("the text is well formed")
}

/// A component of exactly as much of something as is usually allowed is admitted, and one with one more is not.
#[track_caller]
fn check_cap(cap: Cap, component: impl Fn(usize) -> String) {
    check_cap_bytes(cap, |count| parse(&component(count)));
}

/// The same for components as bytes.
#[track_caller]
fn check_cap_bytes(cap: Cap, component: impl Fn(usize) -> Vec<u8>) {
    let allowed = Caps::USUAL.get(cap);
    let size = usize::try_from(allowed).expect("caps are small");
    let decide = |bytes: &[u8]| admit(&Submission { name: "x.wasm", bytes }, &policy());
    match decide(&component(size)) {
        Ok(Admitted::Component(admitted)) => assert_eq!(admitted.measured().get(cap), allowed),
        other => panic!("{cap:?} at the cap: {other:?}"),
    }
    let above = decide(&component(size + 1)).expect_err("one more must be refused");
    assert_eq!(above, Rejection::TooLarge { cap, measured: allowed + 1, allowed });
}

fn module(fields: &str) -> String {
    format!("(component (core module {fields}))")
}

/// A large constant and its `drop`: twelve bytes of code for two units of work.
const TWELVE_BYTES: &str = "i64.const 0x7fffffffffffffff drop ";

/// A function whose body has so many bytes, among them the count of local groups and the final `end`.
fn function_of_bytes(bytes: usize) -> String {
    let (large, rest) = ((bytes - 2) / 12, (bytes - 2) % 12);
    format!("(func {}{})", TWELVE_BYTES.repeat(large), "nop ".repeat(rest))
}

/// A function of so much work: 80 for itself and 1 for each operator, the final `end` among them.
fn function_of_work(work: usize) -> String {
    format!("(func {})", "nop ".repeat(work - 81))
}

#[test]
fn bytes() {
    // The lengths before the data take as many bytes whatever it is between 2 and 256 MiB.
    let with_data = |data: usize| module(&format!("(memory 1) (data \"{}\")", "a".repeat(data)));
    let around = parse(&with_data(4 << 20)).len() - (4 << 20);
    check_cap(Cap::Bytes, |bytes| with_data(bytes - around));
}

#[test]
fn source_bytes() {
    let allowed = Caps::USUAL.get(Cap::SourceBytes);
    let mut source = vec![b'#'; usize::try_from(allowed).unwrap()];
    for name in ["x.py", "x.js"] {
        assert!(admit(&Submission { name, bytes: &source }, &policy()).is_ok());
    }
    source.push(b'#');
    for name in ["x.py", "x.js"] {
        let error = admit(&Submission { name, bytes: &source }, &policy()).unwrap_err();
        let measured = allowed + 1;
        assert_eq!(error, Rejection::TooLarge { cap: Cap::SourceBytes, measured, allowed });
    }
}

#[test]
fn code_bytes() {
    check_cap(Cap::CodeBytes, |bytes| {
        let full = function_of_bytes(200_000).repeat((bytes - 10) / 200_000);
        module(&format!("{full}{}", function_of_bytes((bytes - 10) % 200_000 + 10)))
    });
}

#[test]
fn custom_bytes() {
    // A section of two parts; the names of both count, and the length before each.
    check_cap(Cap::CustomBytes, |bytes| {
        let first = "a".repeat(1_000);
        let second = "a".repeat(bytes - 1_000 - 2 * 5);
        format!("(component (@custom \"name\" \"{first}\") (@custom \"name\" \"{second}\"))")
    });
}

#[test]
fn work() {
    // The type of the functions counts for 30.
    check_cap(Cap::Work, |work| {
        let (full, rest) = ((work - 30) / 100_000, (work - 30) % 100_000);
        module(&format!("{}{}", function_of_work(100_000).repeat(full - 1), {
            let (first, second) = (50_000, 50_000 + rest);
            function_of_work(first) + &function_of_work(second)
        }))
    });
}

#[test]
fn work_in_a_function() {
    check_cap(Cap::BodyWork, |work| module(&function_of_work(work)));
}

/// What a module does when it starts is a function, too, which the engine writes.
#[test]
fn work_of_the_start() {
    check_cap(Cap::BodyWork, |work| {
        // A segment counts for 45, and each of its functions for 40 or 1.
        let (expressions, indices) = ((work - 90 - 40) / 40, (work - 90 - 40) % 40 + 40);
        let expressions = "(ref.func $f)".repeat(expressions);
        let indices = "$f ".repeat(indices);
        module(&format!("(func $f) (elem funcref {expressions}) (elem func {indices})"))
    });
}

/// Texts that are small, within every other cap, and cost a compiler seconds or gigabytes.
#[test]
fn what_costs_much_is_much_work() {
    let many = |count: usize, text: fn(usize) -> String| (0..count).map(text).collect::<String>();
    let flag = "(global $g (mut i32) (i32.const 0))";
    let globals = |body: &str| module(&format!("{flag} {body}"));
    let values = "i32 ".repeat(16);
    let cases = [
        // Each of 128 ends is reached with 500 locals that differ by the way: 7 KB, 3 s.
        globals(&format!(
            "(func (local {}) {} {} {} {} {})",
            "i32 ".repeat(500),
            "block ".repeat(128),
            many(128, |index| format!("global.get $g br_if {index} ")),
            many(500, |index| format!("global.get $g local.set {index} ")),
            "end ".repeat(128),
            many(500, |index| format!("local.get {index} global.set $g ")),
        )),
        // Tables whose 10,000 entries carry ten locals each to one place: 10 KB, 2.3 s.
        globals(&format!(
            "(func (local {}) block block global.get $g br_if 1 {} global.get $g br_table {} 1 end {} end {})",
            "i32 ".repeat(10),
            many(10, |index| format!("global.get $g local.set {index} ")),
            "1 ".repeat(9_999),
            many(10, |index| format!("global.get $g local.set {index} ")),
            many(10, |index| format!("local.get {index} global.set $g ")),
        )),
        // Loops in a row with 1,000 values alive: 30 KB, 1 s.
        globals(&format!(
            "(func (local {}) {} {} {})",
            "i32 ".repeat(1_000),
            many(1_000, |index| format!("global.get $g i32.popcnt local.set {index} ")),
            "loop global.get $g br_if 0 end ".repeat(1_000),
            many(1_000, |index| format!("local.get {index} global.set $g ")),
        )),
        // Loops that take and give sixteen values: 3 KB, 0.6 GB.
        globals(&format!(
            "(type $t (func (param {values}) (result {values}))) (func {} {} {})",
            "global.get $g ".repeat(16),
            "loop (type $t) end ".repeat(1_000),
            "drop ".repeat(16),
        )),
        // Growth by a number that is only known when it runs: 120 KB, 2 s.
        globals(&format!(
            "(memory 1) (func {})",
            "global.get $g memory.grow global.set $g ".repeat(20_000)
        )),
        // Calls through a table: 100 KB, 5 s.
        globals(&format!(
            "(table 1 funcref) (type $t (func)) (func {})",
            "global.get $g call_indirect (type $t) ".repeat(20_000)
        )),
        // Segments that are copied to where a global says: 60 KB, 1.2 s.
        module(&format!(
            "(import \"a\" \"b\" (global i32)) (memory 1) {}",
            "(data (global.get 0) \"a\")".repeat(10_000)
        )),
    ];
    for text in cases {
        let bytes = parse(&text);
        let error = measure(&bytes, &Caps::USUAL).expect_err("too much work");
        let allowed = Caps::USUAL.get(Cap::BodyWork);
        let start: String = text.chars().take(120).collect();
        assert!(
            matches!(error, Rejection::TooLarge { cap: Cap::BodyWork, allowed: found, .. } if found == allowed),
            "{start}: {error}"
        );
        // It is only the work: what is that much is valid, and within every other cap.
        let caps = Caps::PLUGINS;
        let measured = measure(&bytes, &caps).expect("plugins may be more work");
        for info in CAPS.iter().filter(|info| ![Cap::BodyWork, Cap::Work].contains(&info.cap)) {
            assert!(measured.get(info.cap) <= info.usual, "{start}: {}", info.name);
        }
        let policy = Policy { exports: &[], ..Policy::for_candidates() }.with_caps(caps);
        admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy).expect("it is valid");
    }
}

/// Each function that one component calls of another is code that takes values apart, once for each instance.
#[test]
fn work_between_components() {
    let of = |count: usize, times: usize| {
        let lowered = "(core func (canon lower (func $f)))".repeat(count);
        let text = format!(
            "(component (component $c (import \"f\" (func $f)) {lowered})
             (core module $m (func (export \"f\"))) (core instance $i (instantiate $m))
             (func $f (canon lift (core func $i \"f\")))
             {})",
            "(instance (instantiate $c (with \"f\" (func $f))))".repeat(times)
        );
        measure(&parse(&text), &Caps::USUAL).unwrap().get(Cap::Work)
    };
    assert_eq!(of(3, 2) - of(2, 2), 2 * 15_000 + 150);
    assert_eq!(of(3, 3) - of(3, 2), 3 * 15_000);
    // Without an instance, there is nobody to call.
    assert_eq!(of(3, 0) - of(2, 0), 150);
}

#[test]
fn functions() {
    check_cap(Cap::Functions, |count| module(&"(func)".repeat(count)));
}

#[test]
fn functions_are_counted_over_all_modules() {
    check_cap(Cap::Functions, |count| {
        let rest = "(func)".repeat(count - 4_000);
        format!("(component (core module {}) (core module {rest}))", "(func)".repeat(4_000))
    });
}

#[test]
fn function_body_bytes() {
    check_cap(Cap::BodyBytes, |bytes| module(&function_of_bytes(bytes)));
}

#[test]
fn locals() {
    check_cap(Cap::Locals, |count| {
        let locals: Vec<&str> = ["i32", "i64"].into_iter().cycle().take(count).collect();
        module(&format!("(func (local {}))", locals.join(" ")))
    });
}

#[test]
fn nesting() {
    for block in ["loop", "i32.const 1 if", "i32.const 1 if else block", "block loop"] {
        check_cap(Cap::Nesting, |depth| {
            let blocks = format!("{block} ").repeat(depth);
            let ends = block.matches("block").count() + 1;
            module(&format!("(func {blocks} {})", "end ".repeat(depth * ends)))
        });
    }
}

/// Compilers nest a plain block for each case of a `switch`, so that there may be more of them.
#[test]
fn blocks() {
    check_cap(Cap::Blocks, |depth| {
        module(&format!("(func {} {})", "block ".repeat(depth), "end ".repeat(depth)))
    });
    check_cap(Cap::Blocks, |depth| {
        let (loops, blocks) = ("loop ".repeat(100), "block ".repeat(depth - 100));
        module(&format!("(func {loops} {blocks} {})", "end ".repeat(depth)))
    });
}

#[test]
fn blocks_side_by_side_are_no_nesting() {
    let many = parse(&module(&format!("(func {})", "block end ".repeat(10_000))));
    assert!(admit(&Submission { name: "x.wasm", bytes: &many }, &policy()).is_ok());
}

/// Each run of loops is within the cap on nesting, but runs cost the compiler the square of their number.
#[test]
fn loops() {
    check_cap(Cap::Loops, |count| {
        let runs = "loop loop loop loop end end end end ".repeat((count - 1) / 4);
        let rest = "loop end ".repeat((count - 1) % 4 + 1);
        module(&format!("(func {runs} {rest})"))
    });
}

#[test]
fn branch_targets() {
    check_cap(Cap::BranchTargets, |count| {
        let table =
            |targets: usize| format!("block i32.const 0 br_table {} 0 end ", "0 ".repeat(targets));
        module(&format!("(func {}{})", table(count - 4_000), table(4_000)))
    });
}

#[test]
fn types() {
    check_cap(Cap::Types, |count| module(&"(type (func))".repeat(count)));
    check_cap(Cap::Types, |count| format!("(component {})", "(type (list u8))".repeat(count)));
    // What is declared inside of a type counts, however deep.
    check_cap(Cap::Types, |count| {
        let inner = format!("(type (component {}))", "(type (list u8))".repeat(count - 3_002));
        let beside = "(type (list u8))".repeat(3_000);
        format!("(component (type (component {inner} {beside})))")
    });
}

#[test]
fn depth_of_types() {
    for kind in ["component", "instance"] {
        check_cap(Cap::TypeDepth, |depth| {
            let open = format!("(type ({kind} (type (list u8)) ").repeat(depth - 1);
            format!("(component {open}(type (list u8)){})", "))".repeat(depth - 1))
        });
    }
}

/// The parser of types calls itself for each level. Bytes need not come from a text, whose own parser is
/// careful: a file of three bytes a level has room for millions, and the stack has not.
#[test]
fn types_inside_of_types_do_not_end_the_host() {
    let leb = |mut number: usize| {
        let mut bytes = Vec::new();
        loop {
            let byte = u8::try_from(number & 0x7f).unwrap();
            number >>= 7;
            bytes.push(if number == 0 { byte } else { byte | 0x80 });
            if number == 0 {
                return bytes;
            }
        }
    };
    let nested = |levels: usize, open: &[u8; 3], inner: &[u8]| {
        let section = [leb(1), open.repeat(levels), inner.to_vec()].concat();
        [b"\0asm\x0d\0\x01\0\x07".to_vec(), leb(section.len()), section].concat()
    };
    // A component or an instance with one declaration, which is a type; and at last an empty one, a list of
    // bytes, or nothing, as if the file were cut.
    for open in [b"\x41\x01\x01", b"\x42\x01\x01"] {
        for inner in [&b"\x41\x00"[..], b"\x70\x7d", b""] {
            let bytes = nested(2_700_000, open, inner);
            for policy in [policy(), Policy::for_plugins()] {
                let error = admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy);
                let allowed = policy.caps.get(Cap::TypeDepth);
                let expected =
                    Rejection::TooLarge { cap: Cap::TypeDepth, measured: allowed + 1, allowed };
                assert_eq!(error.expect_err("too deep"), expected);
            }
            // Whoever only looks into it has parsers of their own.
            let inspection = inspect(&bytes, Purpose::Candidate(None));
            assert!(inspection.contents.unwrap_err().starts_with("depth of types: 33"));
        }
    }
    let honest = nested(3, b"\x41\x01\x01", b"\x41\x00");
    assert!(admit(&Submission { name: "x.wasm", bytes: &honest }, &policy()).is_ok());
}

#[test]
fn imports_and_exports() {
    check_cap(Cap::Names, |count| {
        let exports = (0..count).map(|index| format!("(export \"e{index}\" (func 0))"));
        module(&format!("(func) {}", exports.collect::<String>()))
    });
    check_cap(Cap::Names, |count| {
        let imports = (0..count).map(|index| format!("(import \"a\" \"{index}\" (func))"));
        module(&imports.collect::<String>())
    });
    // An instance of parts, and what another is made with.
    check_cap(Cap::Names, |count| {
        let parts = (0..count - 2).map(|index| format!("(export \"e{index}\" (func $f))"));
        format!(
            "(component (core module $a (func (export \"f\"))) (core instance $a (instantiate $a))
             (alias core export $a \"f\" (core func $f)) (core module $b)
             (core instance $c {}) (core instance (instantiate $b (with \"x\" (instance $c)))))",
            parts.collect::<String>()
        )
    });
}

#[test]
fn name_bytes() {
    let places: &[fn(&str) -> String] = &[
        |name| module(&format!("(import \"{name}\" \"a\" (func))")),
        |name| module(&format!("(import \"a\" \"{name}\" (func))")),
        |name| module(&format!("(func (export \"{name}\"))")),
        |name| format!("(component (type (record (field \"{name}\" u8))))"),
        |name| format!("(component (type (variant (case \"{name}\"))))"),
        |name| format!("(component (type (enum \"{name}\")))"),
        |name| format!("(component (type (flags \"{name}\")))"),
        |name| format!("(component (type (func (param \"{name}\" u8))))"),
        |name| format!("(component (type (component (import \"{name}\" (func)))))"),
        |name| format!("(component (type (instance (export \"{name}\" (func)))))"),
        |name| format!("(component (core type (module (import \"{name}\" \"a\" (func)))))"),
        |name| format!("(component (core type (module (export \"{name}\" (func)))))"),
        |name| format!("(component (instance $i) (export \"{name}\" (instance $i)))"),
        |name| {
            format!(
                "(component (component $c (import \"{name}\" (instance))) (instance $i)
                 (instance (instantiate $c (with \"{name}\" (instance $i)))))"
            )
        },
    ];
    for place in places {
        check_cap(Cap::NameBytes, |bytes| place(&"a".repeat(bytes)));
    }
}

#[test]
fn aliases() {
    check_cap(Cap::Aliases, |count| {
        format!(
            "(component (core module $m (func (export \"f\"))) (core instance $i (instantiate $m)) {})",
            "(alias core export $i \"f\" (core func))".repeat(count)
        )
    });
}

#[test]
fn globals() {
    check_cap(Cap::Globals, |count| module(&"(global i32 (i32.const 0))".repeat(count)));
}

#[test]
fn segments() {
    check_cap(Cap::Segments, |count| {
        let elements = "(elem func)".repeat(count / 4);
        module(&format!("(memory 1) {elements} {}", "(data \"\")".repeat(count - count / 4)))
    });
}

#[test]
fn image_bytes() {
    // Of a memory, from its first byte of data to its last; 16 MiB with gaps, and what is full of data.
    let gap = |span: usize| {
        let last = span - 1;
        format!(
            "(core module (memory 257) (data (i32.const 0) \"a\") (data (i32.const {last}) \"a\"))"
        )
    };
    check_cap(Cap::ImageBytes, |bytes| {
        let (full, rest) = ((bytes - 2) / (16 << 20), (bytes - 2) % (16 << 20) + 2);
        format!("(component {} {})", gap(16 << 20).repeat(full), gap(rest))
    });
}

/// A picture that would be nearly all gaps is none.
#[test]
fn image_bytes_are_bounded_by_the_data() {
    let far =
        parse(&module("(memory 65536) (data (i32.const 0) \"a\") (data (i32.const -2) \"a\")"));
    let measured = measure(&far, &Caps::USUAL).unwrap();
    assert_eq!(measured.get(Cap::ImageBytes), (16 << 20) + 2 * 2);
}

#[test]
fn elements() {
    check_cap(Cap::Elements, |count| {
        let expressions = "(ref.null func)".repeat(1_000);
        let functions = "$f ".repeat(count - 1_000);
        module(&format!("(func $f) (elem funcref {expressions}) (elem func {functions})"))
    });
}

#[test]
fn table_entries() {
    check_cap(Cap::TableEntries, |count| {
        module(&format!("(table 60000 funcref) (table {} funcref)", count - 60_000))
    });
    check_cap(Cap::TableEntries, |count| {
        module(&format!("(import \"a\" \"b\" (table {count} funcref))"))
    });
}

/// The compiler makes a piece of code for each.
#[test]
fn canonical_functions() {
    check_cap(Cap::CanonicalFunctions, |count| {
        let lowered = "(core func (canon lower (func $f)))".repeat(count - 1);
        format!(
            "(component (core module $m (func (export \"f\"))) (core instance $i (instantiate $m)) \
             (func $f (canon lift (core func $i \"f\"))) {lowered})"
        )
    });
}

#[test]
fn modules() {
    // The component itself is one of them.
    check_cap(Cap::Modules, |count| format!("(component {})", "(core module)".repeat(count - 1)));
}

#[test]
fn instances() {
    check_cap(Cap::Instances, |count| {
        let (core, component) = (count - 10, 10);
        format!(
            "(component (core module $m) (component $c) {} {})",
            "(core instance (instantiate $m))".repeat(core),
            "(instance (instantiate $c))".repeat(component)
        )
    });
}

/// Instances inside of instances multiply. How many there are is bounded from above.
#[test]
fn instances_inside_of_instances() {
    let of = |name: &str, count: usize| format!("(instance (instantiate ${name}))").repeat(count);
    check_cap(Cap::Instances, |count| {
        // Two of `a`, each of which makes three of `b`, each of which makes two of `c`: 2 + 6 + 12.
        let rest = "(core instance (instantiate $m))".repeat(count - 20);
        format!(
            "(component (component $a (component $b (component $c) {}) {}) {} (core module $m) {rest})",
            of("c", 2),
            of("b", 3),
            of("a", 2)
        )
    });
}

#[test]
fn component_depth() {
    check_cap(Cap::ComponentDepth, |depth| {
        format!("{}{}", "(component ".repeat(depth), ")".repeat(depth))
    });
}

/// The table of the specification is the one of the code.
#[test]
fn the_specification_has_every_cap() {
    let text = std::fs::read_to_string(workspace().join("runtime/SPECIFICATION.md")).unwrap();
    let mut missing = String::new();
    for info in CAPS {
        let number = |number| info.format(number).replace('_', ",");
        let row = format!(
            "| `{}` | {} to {} | {} | {} |\n",
            info.name,
            number(info.least),
            number(info.usual),
            number(info.plugins),
            info.reason
        );
        if !text.contains(&row) {
            missing.push_str(&row);
        }
    }
    assert!(missing.is_empty(), "the specification lacks these rows:\n{missing}");
}
