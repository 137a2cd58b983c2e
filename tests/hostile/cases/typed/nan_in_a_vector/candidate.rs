// Answers with numbers that are none, in all the ways that there are.
// expect: scored
// score: 0
pub fn squares(numbers: Vec<f64>) -> Vec<f64> {
    vec![f64::from_bits(0xfff8_dead_beef_0001), f64::from_bits(0x7ff0_0000_0000_0001)]
}

pub fn name() -> Vec<String> {
    Vec::new()
}
