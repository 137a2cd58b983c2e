// Adds to a list until there is no more memory for it.
// expect: failed/out-of-memory
pub fn squares(numbers: Vec<f64>) -> Vec<f64> {
    let mut all = numbers;
    loop {
        all.extend_from_within(..);
    }
}

pub fn name() -> Vec<String> {
    Vec::new()
}
