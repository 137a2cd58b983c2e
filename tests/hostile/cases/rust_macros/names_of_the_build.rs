// Compiles names and places in that would differ from build to build.
// expect: scored
// score: 1
// world: attack
fn attack() {
    assert_eq!(file!(), "source/candidate.rs");
    assert_eq!(module_path!(), "program");
    assert_eq!(std::panic::Location::caller().file(), "source/candidate.rs");
    assert_eq!(std::any::type_name::<Option<u8>>(), "core::option::Option<u8>");
}
