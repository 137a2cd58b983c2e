//! Admission: what is refused before a compiler sees it, each cap exceeded by exactly one and its twin
//! exactly at the cap, and bytes that are no WebAssembly at all.

use lazaret_admission::{Admitted, Policy, Rejection, Submission, admit};
use lazaret_host::{Host, Interrupt};
use lazaret_trial::{Budget, Class, Reason};

use crate::support;

/// The policy for candidates without the export that they need, so that a test can be about one thing.
fn policy() -> Policy {
    Policy { exports: &[], ..Policy::for_candidates() }
}

fn admit_component(text: &str) -> Result<Admitted, Rejection> {
    let bytes = wat::parse_str(text).expect("the text is well formed");
    admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy())
}

/// A component of exactly `cap` of something is admitted, and one with one more is not.
#[track_caller]
fn check_cap(what: &str, cap: u64, component: impl Fn(usize) -> String) {
    let cap_size = usize::try_from(cap).expect("caps are small");
    let at_cap = admit_component(&component(cap_size));
    assert!(at_cap.is_ok(), "{what} at the cap: {:?}", at_cap.err());
    match admit_component(&component(cap_size + 1)) {
        Err(Rejection::TooLarge { what: found, measured, allowed }) => {
            assert_eq!((found, measured, allowed), (what, cap + 1, cap));
        }
        other => panic!("{what} above the cap: {other:?}"),
    }
}

fn module(fields: &str) -> String {
    format!("(component (core module {fields}))")
}

#[test]
fn functions() {
    check_cap("functions", policy().caps.functions, |count| module(&"(func)".repeat(count)));
}

#[test]
fn functions_are_counted_over_all_modules() {
    check_cap("functions", policy().caps.functions, |count| {
        let rest = "(func)".repeat(count - 10_000);
        format!("(component (core module {}) (core module {rest}))", "(func)".repeat(10_000))
    });
}

#[test]
fn function_body_bytes() {
    // The count of local groups and the final `end` take one byte each.
    check_cap("function body bytes", policy().caps.body_bytes, |bytes| {
        module(&format!("(func {})", "nop ".repeat(bytes - 2)))
    });
}

#[test]
fn locals() {
    check_cap("locals", policy().caps.locals, |count| {
        module(&format!(
            "(func (local {}))",
            "i32 i64 "
                .repeat(count.div_ceil(2))
                .split(' ')
                .take(count)
                .collect::<Vec<_>>()
                .join(" ")
        ))
    });
}

#[test]
fn nesting() {
    for block in ["block", "loop", "i32.const 1 if"] {
        check_cap("nesting", policy().caps.nesting, |depth| {
            module(&format!(
                "(func {} {})",
                format!("{block} ").repeat(depth),
                "end ".repeat(depth)
            ))
        });
    }
}

/// Each run of loops is within the cap on nesting, but runs cost the compiler the square of their number.
#[test]
fn loops() {
    let run = |count: usize| format!("(func {} {})", "loop ".repeat(count), "end ".repeat(count));
    check_cap("loops of a function", policy().caps.loops, |count| {
        let runs = "loop loop loop loop end end end end ".repeat((count - 1) / 4);
        let rest = "loop end ".repeat((count - 1) % 4 + 1);
        module(&format!("(func {runs} {rest})"))
    });
    check_cap("loops", policy().caps.loops_together, |count| {
        module(&format!("{} {}", run(100).repeat((count - 1) / 100), run((count - 1) % 100 + 1)))
    });
}

#[test]
fn blocks_side_by_side_are_no_nesting() {
    let many = "block end ".repeat(10_000);
    assert!(admit_component(&module(&format!("(func {many})"))).is_ok());
}

#[test]
fn branch_targets() {
    check_cap("branch targets", policy().caps.branch_targets, |count| {
        let table =
            |targets: usize| format!("block i32.const 0 br_table {} 0 end ", "0 ".repeat(targets));
        module(&format!("(func {}{})", table(count - 4_000), table(4_000)))
    });
}

#[test]
fn types() {
    check_cap("types", policy().caps.types, |count| module(&"(type (func))".repeat(count)));
}

#[test]
fn component_types() {
    check_cap("types", policy().caps.types, |count| {
        format!("(component {})", "(type (list u8))".repeat(count))
    });
}

/// What is declared inside of a type counts, however deep.
#[test]
fn types_inside_of_types() {
    check_cap("types", policy().caps.types, |count| {
        let inner = format!("(type (component {}))", "(type (list u8))".repeat(count - 3_002));
        let beside = "(type (list u8))".repeat(3_000);
        format!("(component (type (component {inner} {beside})))")
    });
}

/// The parser calls itself for each level, and at 100,000 of them took the process along.
#[test]
fn type_depth() {
    let nested = |depth: usize| {
        let open = "(type (instance ".repeat(depth - 1);
        format!("(component {open}(type (component)){})", "))".repeat(depth - 1))
    };
    check_cap("type depth", policy().caps.type_depth, nested);
    // As deep as the largest component can say it, in bytes that no text is needed for.
    let mut types = vec![1];
    types.extend_from_slice(&[0x42, 1, 1].repeat(2_000_000));
    types.extend_from_slice(&[0x42, 0]);
    let mut bytes = b"\0asm\x0d\0\x01\0\x07".to_vec();
    bytes.extend(length_in_five_bytes(types.len()));
    bytes.extend_from_slice(&types);
    let refused = admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy());
    assert!(matches!(refused, Err(Rejection::TooLarge { what: "type depth", .. })), "{refused:?}");
}

/// A few hundred bytes can unfold into names without end, and what is kept of them is bounded, under however many
/// names they are exported.
#[test]
fn names_that_unfold() {
    let name = "n".repeat(5_000);
    let mut types = "(type $d0 string) (export \"x0\" (type $x0 (eq $d0)))".to_owned();
    for index in 0..8 {
        let next = index + 1;
        types.push_str(&format!(
            "(type $d{next} (record (field \"{name}\" $x{index}) (field \"b\" $x{index})))
             (export \"x{next}\" (type $x{next} (eq $d{next})))"
        ));
    }
    let exports: String =
        (0..300).map(|index| format!("(export \"a:b/e{index}\" (instance $i))")).collect();
    let text = format!(
        "(component (import \"wasi:cli/i\" (instance $i {types}
           (export \"f\" (func (param \"p\" $x8)))))
           {exports})"
    );
    let component = match admit_component(&text) {
        Ok(Admitted::Component(component)) => component,
        other => panic!("it breaks no cap: {other:.300?}"),
    };
    let kept: usize = component
        .interfaces()
        .iter()
        .map(|(_, interface)| match interface {
            Ok(interface) => interface.to_string().len(),
            Err(why) => why.len(),
        })
        .sum();
    assert_eq!(component.interfaces().len(), 300);
    assert!(kept < 2 << 20, "{kept} bytes");
}

/// A reason is kept in a verdict.
#[test]
fn reasons_are_short() {
    let name = "n".repeat(90_000);
    let policy = Policy::for_candidates();
    let exports: String =
        (0..20).map(|index| format!("(export \"{name}{index}\" (func $f))")).collect();
    for text in [
        format!("(component (import \"{name}\" (func)))"),
        format!(
            "(component (core module $m (func (export \"f\"))) (core instance $i (instantiate $m))
               (func $f (canon lift (core func $i \"f\"))) {exports})"
        ),
    ] {
        let bytes = wat::parse_str(text).unwrap();
        let error = admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy).unwrap_err();
        let length = error.reason().message.len();
        assert!(length < 5_000, "{length} bytes for {}", error.code());
    }
}

/// The compiler makes a piece of code for each.
#[test]
fn canonical_functions() {
    check_cap("canonical functions", policy().caps.canonical_functions, |count| {
        let lowered = "(core func (canon lower (func $f)))".repeat(count - 1);
        format!(
            "(component (core module $m (func (export \"f\"))) (core instance $i (instantiate $m)) \
             (func $f (canon lift (core func $i \"f\"))) {lowered})"
        )
    });
}

#[test]
fn globals() {
    check_cap("globals", policy().caps.globals, |count| {
        module(&"(global i32 (i32.const 0))".repeat(count))
    });
}

#[test]
fn elements() {
    check_cap("elements", policy().caps.elements, |count| {
        let expressions = "(ref.null func)".repeat(1_000);
        let functions = "$f ".repeat(count - 1_000);
        module(&format!("(func $f) (elem funcref {expressions}) (elem func {functions})"))
    });
}

#[test]
fn imports_and_exports() {
    check_cap("imports and exports", policy().caps.names, |count| {
        let exports = (0..count).map(|index| format!("(export \"e{index}\" (func 0))"));
        module(&format!("(func) {}", exports.collect::<String>()))
    });
    check_cap("imports and exports", policy().caps.names, |count| {
        let imports = (0..count).map(|index| format!("(import \"a\" \"{index}\" (func))"));
        module(&imports.collect::<String>())
    });
}

#[test]
fn segments() {
    check_cap("segments", policy().caps.segments, |count| {
        let elements = "(elem func)".repeat(count / 2);
        module(&format!("(memory 1) {elements} {}", "(data \"\")".repeat(count - count / 2)))
    });
}

#[test]
fn modules() {
    // The component itself is one of them.
    check_cap("modules", policy().caps.modules, |count| {
        format!("(component {})", "(core module)".repeat(count - 1))
    });
}

#[test]
fn instances() {
    check_cap("instances", policy().caps.instances, |count| {
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
    check_cap("instances", policy().caps.instances, |count| {
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
    check_cap("component depth", policy().caps.component_depth, |depth| {
        format!("{}{}", "(component ".repeat(depth), ")".repeat(depth))
    });
}

#[test]
fn table_entries() {
    check_cap("table entries", policy().caps.table_entries, |count| {
        module(&format!("(table 60000 funcref) (table {} funcref)", count - 60_000))
    });
    check_cap("table entries", policy().caps.table_entries, |count| {
        module(&format!("(import \"a\" \"b\" (table {count} funcref))"))
    });
}

#[test]
fn bytes() {
    let caps = policy().caps;
    let component = wat::parse_str("(component)").unwrap();
    let total = usize::try_from(caps.bytes).unwrap();
    let at_cap = padded(&component, total);
    assert!(admit(&Submission { name: "x.wasm", bytes: &at_cap }, &policy()).is_ok());
    let above = padded(&component, total + 1);
    let error = admit(&Submission { name: "x.wasm", bytes: &above }, &policy()).unwrap_err();
    let expected =
        Rejection::TooLarge { what: "bytes", measured: caps.bytes + 1, allowed: caps.bytes };
    assert_eq!(error, expected);
}

/// A component with a custom section that makes it exactly `total` bytes long.
fn padded(component: &[u8], total: usize) -> Vec<u8> {
    // Section 0, its length in five bytes, and the length of its empty name.
    let mut bytes = component.to_vec();
    bytes.push(0);
    bytes.extend(length_in_five_bytes(total - component.len() - 6));
    bytes.resize(total, 0);
    bytes
}

/// A number in LEB128, as long as one of 32 bits may be.
fn length_in_five_bytes(length: usize) -> impl Iterator<Item = u8> {
    (0..5).map(move |index| {
        let more = if index < 4 { 0x80 } else { 0 };
        u8::try_from((length >> (7 * index)) & 0x7f).unwrap() | more
    })
}

#[test]
fn source_bytes() {
    let policy = policy();
    let allowed = policy.source_bytes;
    let mut source = vec![b'#'; usize::try_from(allowed).unwrap()];
    assert!(admit(&Submission { name: "x.py", bytes: &source }, &policy).is_ok());
    source.push(b'#');
    let error = admit(&Submission { name: "x.py", bytes: &source }, &policy).unwrap_err();
    let expected = Rejection::TooLarge { what: "source bytes", measured: allowed + 1, allowed };
    assert_eq!(error, expected);
}

/// Why the host does not run a component that is written as a text.
fn reason_of(host: &Host, text: String) -> Reason {
    let budget = Budget::for_candidates();
    let outcome =
        support::run(host, "x.wat", text.into_bytes(), None, &budget, 0, &Interrupt::new());
    outcome.result.unwrap_err()
}

/// Parsers of texts recurse; a text that is all parentheses must end in a reason and not in the end of
/// the host's stack.
#[test]
fn deep_texts_are_refused() {
    let (_folder, host) = support::host();
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("(component {}{inner}{})", open.repeat(depth), close.repeat(depth))
    };
    let texts = [
        "(".repeat(1 << 20),
        "(component ".repeat(90_000),
        nested("(;", "", "", 500_000),
        nested("(type (component ", "", "))", 50_000),
        nested("(type (list ", "u8", "))", 50_000),
        format!(
            "(component (core module (func {}{})))",
            "(block ".repeat(90_000),
            ")".repeat(90_000)
        ),
        format!(
            "(component (core module (func {}{})))",
            "(drop ".repeat(90_000),
            ")".repeat(90_000)
        ),
    ];
    for text in texts {
        let start: String = text.chars().take(60).collect();
        let reason = reason_of(&host, text);
        assert_eq!(reason.code.class(), Class::Rejected, "{start}: {}", reason.code);
        // What quotes a hostile text must not be as long as it.
        assert!(reason.message.len() < 1_000, "{start}: {} bytes", reason.message.len());
    }
}

#[test]
fn text_bytes() {
    // The host reads the text form of WebAssembly only up to 1 MiB, before anything is parsed.
    let (_folder, host) = support::host();
    let outcome = |length: usize| {
        let mut text = String::from("(component oops");
        text.extend(std::iter::repeat_n(' ', length - text.len() - 1));
        text.push(')');
        reason_of(&host, text).code.as_str()
    };
    // Parsed, and found to be wrong.
    assert_eq!(outcome(1 << 20), "rejected/source-error");
    assert_eq!(outcome((1 << 20) + 1), "rejected/too-large");
}

/// Code and message of what happens to `bytes` under `name`.
#[track_caller]
fn check_refused(name: &str, bytes: &[u8], code: &str, message: &str) {
    let error = admit(&Submission { name, bytes }, &policy()).expect_err("must be refused");
    assert_eq!(error.code().as_str(), code, "{error}");
    assert!(error.to_string().contains(message), "`{message}` is not in `{error}`");
}

#[test]
fn bytes_that_are_no_program() {
    let neither = "neither WebAssembly nor a text in a known language";
    check_refused("x.wasm", b"", "rejected/malformed", "the file is empty");
    check_refused("x.wasm", b"garbage", "rejected/malformed", neither);
    check_refused("x.txt", b"print(1)", "rejected/malformed", neither);
    check_refused("", b"print(1)", "rejected/malformed", neither);
    check_refused("x.wasm", b"\0asm", "rejected/malformed", "unexpected end");
    check_refused("x.wasm", b"\0asm\x01\0\0\0", "rejected/type", "a core WebAssembly module");
    check_refused("x.wasm", b"\0asm\x63\0\x01\0", "rejected/malformed", "not valid WebAssembly");
    check_refused("x.py", b"ok\nnot \xff ok", "rejected/malformed", "byte 7 on line 2");
    check_refused("x.py", b"a = 1\0", "rejected/malformed", "NUL character at byte 5");
    check_refused("x.py", b"\0", "rejected/malformed", "NUL character at byte 0");
}

#[test]
fn native_code_is_refused_under_every_name() {
    for name in ["x.wasm", "x.py", "x.cwasm", "x"] {
        check_refused(
            name,
            b"\x7fELF\x02\x01\x01\0and so on",
            "rejected/precompiled",
            "native code",
        );
    }
}

#[test]
fn native_code_that_the_engine_itself_made_is_refused() {
    // The cache of an open host holds the native code of its plugin.
    let (folder, _host) = support::host();
    let entries = std::fs::read_dir(folder.path().join("cache/code")).unwrap();
    let is_code = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "cwasm");
    let path = entries.map(|entry| entry.unwrap().path()).find(is_code).expect("native code");
    let bytes = std::fs::read(path).unwrap();
    check_refused("x.wasm", &bytes, "rejected/precompiled", "native code");
}

#[test]
fn webassembly_under_the_name_of_a_text_is_still_webassembly() {
    let component = wat::parse_str("(component)").unwrap();
    for name in ["x.py", "x.PY", "x.wasm", "x"] {
        let admitted = admit(&Submission { name, bytes: &component }, &policy()).unwrap();
        assert_eq!(admitted.language(), "component", "{name}");
    }
}

#[test]
fn every_cut_of_a_component_is_refused() {
    let text = include_str!("worlds/interpreter.wat");
    let component = wat::parse_str(text).unwrap();
    let policy = Policy::for_plugins();
    assert!(admit(&Submission { name: "x.wasm", bytes: &component }, &policy).is_ok());
    let passes = |length: &usize| {
        let bytes = component.get(..*length).unwrap();
        admit(&Submission { name: "x.wasm", bytes }, &policy).is_ok()
    };
    // The names for debuggers come last, and without them the component is still whole.
    let passed: Vec<usize> = (0..component.len()).filter(passes).collect();
    assert!(
        passed.len() <= 1 && !passed.iter().any(|length| *length < component.len() / 2),
        "{passed:?}"
    );
}

#[test]
fn no_flipped_bit_breaks_the_parser() {
    let text = include_str!("worlds/interpreter.wat");
    let component = wat::parse_str(text).unwrap();
    let policy = Policy::for_plugins();
    let (mut refused, mut admitted) = (0, 0);
    for index in 0..component.len() {
        let mut bytes = component.clone();
        bytes[index] ^= 1 << (index % 8);
        match admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy) {
            Ok(_) => admitted += 1,
            Err(_) => refused += 1,
        }
    }
    // Flips in names, constants and unused text leave a valid component; most others do not.
    assert!(0 < admitted && 500 < refused, "{admitted} admitted, {refused} refused");
}
