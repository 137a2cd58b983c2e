// Answers with a vector whose parts were never allocated.
// expect: failed/trap
// message: out of bounds
pub fn squares(numbers: Vec<f64>) -> Vec<f64> {
    unsafe { Vec::from_raw_parts(0xffff_fff0_usize as *mut f64, 1 << 20, 1 << 20) }
}

pub fn name() -> Vec<String> {
    Vec::new()
}
