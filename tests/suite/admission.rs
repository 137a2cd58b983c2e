//! Admission: what is refused before a compiler sees it. The caps have a file of their own.

use lazaret_admission::{Admitted, Policy, Submission, admit};
use lazaret_host::{Host, Interrupt};
use lazaret_trial::{Budget, Class, Function, Interface, Reason};

use crate::support;

/// The policy for candidates without the export that they need, so that a test can be about one thing.
fn policy() -> Policy {
    Policy { exports: &[], ..Policy::for_candidates() }
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

fn component(text: &str) -> Vec<u8> {
    wat::parse_str(text).expect("the text is well formed")
}

/// What quotes the names of a program is not as long as they are.
#[test]
fn messages_are_short() {
    let name = |index: usize| format!("{}{index:03}", "a".repeat(250));
    let exports: String =
        (0..900).map(|index| format!("(export \"{}\" (instance $i))", name(index))).collect();
    let bytes = component(&format!("(component (instance $i) {exports})"));
    let error = admit(&Submission { name: "x.wasm", bytes: &bytes }, &Policy::for_candidates());
    let reason = error.expect_err("it exports something else").reason();
    assert_eq!(reason.code.as_str(), "rejected/export");
    assert!(reason.message.ends_with("` and others"), "{}", reason.message);
    assert!(reason.message.len() < 4_200, "{} bytes", reason.message.len());
    // A type is quoted whole, up to the bound.
    let function = |ty: &str| {
        format!(
            "(component (type $t {ty}) (core module $m (memory (export \"memory\") 1)
               (func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 0))
               (func (export \"f\") (param i32))) (core instance $i (instantiate $m))
             (func $f (param \"x\" $t) (canon lift (core func $i \"f\")
               (memory (core memory $i \"memory\")) (realloc (core func $i \"realloc\"))))
             (instance $i (export \"f\" (func $f))) (export \"task:x/i\" (instance $i)))"
        )
    };
    let interface = Interface {
        name: "task:x/i".to_owned(),
        functions: vec![Function { name: "f".to_owned(), parameters: vec![], result: None }],
    };
    let bytes = component(&function(&format!("(tuple {})", "u8 ".repeat(9_000))));
    let policy = Policy::for_typed_candidates(interface);
    let error = admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy);
    let reason = error.expect_err("it has another type").reason();
    assert_eq!(reason.code.as_str(), "rejected/type");
    let length = reason.message.len();
    assert!(4_000 < length && length < 4_200 && reason.message.ends_with("..."), "{length} bytes");
}

/// A type of 9,000 parts, which many interfaces share, is unfolded once and not for each of them.
#[test]
fn shared_types_are_not_unfolded_again_and_again() {
    let exports: String = (0..30)
        .map(|index| format!("(instance $i{index} (export \"f\" (func $f))) (export \"task:x/i{index}\" (instance $i{index}))"))
        .collect();
    let bytes = component(&format!(
        "(component (type $t (tuple {})) (core module $m (memory (export \"memory\") 1)
           (func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 0))
           (func (export \"f\") (param i32))) (core instance $i (instantiate $m))
         (func $f (param \"x\" $t) (canon lift (core func $i \"f\")
           (memory (core memory $i \"memory\")) (realloc (core func $i \"realloc\")))) {exports})",
        "u8 ".repeat(9_000)
    ));
    let admitted = admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy());
    let Ok(Admitted::Component(admitted)) = admitted else { panic!("{admitted:?}") };
    let unfolded = admitted.interfaces().iter().filter(|(_, interface)| interface.is_ok()).count();
    assert_eq!((admitted.interfaces().len(), unfolded), (30, 1));
}

/// Code and message of what happens to `bytes` under `name`.
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
    // The caps of candidates leave no room for names of such a length.
    let policy = Policy { exports: &[], ..Policy::for_plugins() };
    let bytes = component(&text);
    let component = match admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy) {
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
    // Candidates may not have names of such a length.
    let policy = Policy::for_plugins();
    let exports: String =
        (0..20).map(|index| format!("(export \"{name}{index}\" (func $f))")).collect();
    for text in [
        format!("(component (import \"{name}\" (func)))"),
        format!(
            "(component (core module $m (func (export \"f\"))) (core instance $i (instantiate $m))
               (func $f (canon lift (core func $i \"f\"))) {exports})"
        ),
    ] {
        let bytes = component(&text);
        let error = admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy).unwrap_err();
        let length = error.reason().message.len();
        assert!(length < 5_000, "{length} bytes for {}", error.code());
    }
}

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

/// The parser has limits of its own. What is beyond one of them is no damage: the same with less is admitted.
#[test]
fn limits_of_the_parser_are_not_called_damage() {
    let many =
        |count: usize, part: &dyn Fn(usize) -> String| (0..count).map(part).collect::<String>();
    let list = |kind: &'static str, count: usize, part: &'static str| {
        let parts = many(count, &|index| part.replace('#', &index.to_string()));
        format!("(component (type ({kind} {parts})))")
    };
    let tree = |width: usize, depth: usize| {
        let types = many(depth, &|level| {
            format!("(type $t{} (tuple {}))", level + 1, format!("$t{level} ").repeat(width))
        });
        format!("(component (type $t0 (list u8)) {types})")
    };
    let chain = |depth: usize| {
        let types = many(depth, &|level| format!("(type $t{} (list $t{level}))", level + 1));
        format!("(component (type $t0 (list u8)) {types})")
    };
    let tables = |count: usize| module(&"(table 0 funcref) ".repeat(count));
    let core = |what: &str, count: usize| {
        module(&format!("(type (func ({what} {})))", "i32 ".repeat(count)))
    };
    for (within, beyond, words) in [
        (
            list("record", 5_000, "(field \"a#\" u8)"),
            list("record", 10_001, "(field \"a#\" u8)"),
            "record field",
        ),
        (
            list("variant", 5_000, "(case \"a#\")"),
            list("variant", 10_001, "(case \"a#\")"),
            "variant cases",
        ),
        (list("enum", 5_000, "\"a#\" "), list("enum", 10_001, "\"a#\" "), "enum cases"),
        (list("tuple", 5_000, "u8 "), list("tuple", 10_001, "u8 "), "tuple types"),
        (list("flags", 32, "\"a#\" "), list("flags", 1_001, "\"a#\" "), "flag names"),
        (
            list("func", 1_000, "(param \"a#\" u8)"),
            list("func", 1_001, "(param \"a#\" u8)"),
            "component function parameters",
        ),
        (core("param", 1_000), core("param", 1_001), "function params"),
        (core("result", 1_000), core("result", 1_001), "function returns"),
        (tree(2, 10), tree(2, 30), "effective type size exceeds the limit"),
        (chain(50), chain(150), "type nesting is too deep"),
        (tables(100), tables(101), "tables count exceeds limit of 100"),
    ] {
        let decide =
            |text: &str| admit(&Submission { name: "x.wasm", bytes: &component(text) }, &policy());
        assert!(decide(&within).is_ok(), "{words}: {:?}", decide(&within));
        let reason = decide(&beyond).unwrap_err().reason();
        assert_eq!(reason.code.as_str(), "rejected/too-large", "{words}: {}", reason.message);
        assert!(reason.message.contains(words), "{}", reason.message);
    }
}

/// Words of a program in a message do not choose the reason, and what is wrong by the language itself stays so.
#[test]
fn damage_is_not_called_too_large() {
    let name = "x count exceeds limit of 1";
    let twice =
        format!("(core module (func) (export \"{name}\" (func 0)) (export \"{name}\" (func 0)))");
    let select = "(core module (func (drop (select (result i32 i32) (i32.const 0) (i32.const 0) (i32.const 0)))))";
    for text in [twice.as_str(), select, "(core module (memory 65537))"] {
        let bytes = component(&format!("(component {text})"));
        let reason =
            admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy()).unwrap_err().reason();
        assert_eq!(reason.code.as_str(), "rejected/malformed", "{text}: {}", reason.message);
    }
}

fn module(fields: &str) -> String {
    format!("(component (core module {fields}))")
}
