//! The allocator of the Python plugins as a module: what the builder's assembler makes of its text. What it does, in the
//! real interpreter, is shown by the cases `allocator_*.py` of the corpus.

use std::process::Command;

use crate::support;

/// Prints the module as hexadecimal digits.
const ASSEMBLE: &str =
    "import assemble, sys; print(assemble.assemble(open(sys.argv[1]).read()).hex())";

#[test]
fn the_builders_assembler_makes_what_another_one_makes() {
    let folder = support::workspace().join("plugins/python");
    let output = Command::new("python3")
        .args(["-B", "-c", ASSEMBLE, "allocator.wat"])
        .current_dir(&folder)
        .output()
        .expect("there is a python3");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let ours: String = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let theirs = wat::parse_file(folder.join("allocator.wat")).expect("it is well-formed");
    assert_eq!(ours, hex(without_names(&theirs)));
}

/// The other assembler adds a last section with the names of functions and locals.
fn without_names(module: &[u8]) -> &[u8] {
    let at = module.windows(5).rposition(|window| window == b"\x04name").expect("there are names");
    // Before the name of the section: its length, here of two bytes, and its kind.
    &module[..at - 3]
}
