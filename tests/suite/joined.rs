//! Components whose modules were joined into one do what they did before.

use lazaret_host::Plugin;
use lazaret_toolchain::join;
use lazaret_trial::Usage;

use crate::{python, support};

/// Core modules of a component, as the encoding starts them.
fn modules(bytes: &[u8]) -> usize {
    bytes.windows(8).filter(|window| window == b"\0asm\x01\0\0\0").count()
}

#[test]
fn a_linked_program_gives_the_same_when_it_is_joined() {
    let (_folder, host) = support::host();
    let case = support::corpus("linked.wat");
    let bytes = wat::parse_str(&case.text).unwrap();
    let joined = join(&bytes).unwrap();
    assert_eq!((modules(&bytes), modules(&joined)), (3, 1));
    let run = |bytes| support::run_case(&host, &case, "case.wasm", bytes);
    let (before, after) = (run(bytes), run(joined));
    assert_eq!(case.differences(&before), [""; 0]);
    assert_eq!(case.differences(&after), [""; 0]);
    // The same instructions run, whichever module they are in. Only the start is another: it has one
    // table to fill less.
    assert_eq!(before.usage, Usage { start_fuel: before.usage.start_fuel, ..after.usage });
}

/// Bytes of anybody may get here one day, so whatever is wrong with them is an error.
#[test]
fn what_cannot_be_joined_is_told() {
    for (text, message) in [
        ("(component)", "there is nothing to join"),
        (
            "(component (core module $m) (core instance (instantiate $m)))",
            "there is nothing to join",
        ),
        (
            "(component (core module $m (func $f) (start $f)) (core instance (instantiate $m)) \
             (core instance (instantiate $m)))",
            "a start function",
        ),
    ] {
        let error = join(&wat::parse_str(text).unwrap()).unwrap_err().to_string();
        assert!(error.contains(message), "{text}: {error}");
    }
    assert!(join(b"\0asm").is_err());
    assert!(join(b"").is_err());
    // A part of a component may be a whole one, so only panics are wrong here.
    let bytes = wat::parse_str(&support::corpus("linked.wat").text).unwrap();
    for length in 0..bytes.len() {
        let _ = join(&bytes[..length]);
    }
}

/// The Python plugin is one module besides the two small ones that no component can do without. If its
/// builder ever links in a way that is not foreseen, it would still work, ten times slower to start.
#[test]
fn the_python_plugin_is_joined() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("python.wasm");
    let record = python::host().plugin(Plugin::Python).expect("it was opened with Python");
    lazaret_host::Plugins::open(&python::home()).unwrap().export(record, &path).unwrap();
    assert_eq!(modules(&std::fs::read(&path).unwrap()), 3);
}
