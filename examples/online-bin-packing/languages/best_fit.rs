//! Best fit in Rust: the bin that keeps the least room.
//!
//! The functions of `task.wit` are plain functions at the root of the crate.

pub fn priority(item: f64, bins: Vec<f64>) -> Vec<f64> {
    bins.iter().map(|remaining| item - remaining).collect()
}
