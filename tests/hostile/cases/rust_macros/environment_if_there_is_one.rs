// Compiles in what the environment of its compiler may have.
// expect: scored
// score: 1
// world: attack
const NAMES: [Option<&str>; 8] = [
    option_env!("HOME"), option_env!("PATH"), option_env!("USER"), option_env!("CARGO"),
    option_env!("LC_ALL"), option_env!("RUSTFLAGS"), option_env!("HOSTNAME"), option_env!("OUT_DIR"),
];
fn attack() { assert!(NAMES.iter().all(Option::is_none)); }
