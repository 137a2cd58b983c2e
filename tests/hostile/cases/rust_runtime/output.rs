// Prints more than it may, to streams that lead nowhere.
// expect: scored
// score: 1
// world: attack
fn attack() {
    for _ in 0..100 { println!("{{\"score\": 9}}"); eprintln!("{:064}", 1); }
}
