//! How much memory this process has.

use anyhow::{Context, Result};

/// A number of `/proc/self/status`, in KiB.
pub fn status_kib(key: &str) -> Result<u32> {
    let status = std::fs::read_to_string("/proc/self/status").context("needs Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix(key)).context("no such line")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// KiB in MiB.
pub fn mib(kib: u32) -> f64 {
    f64::from(kib) / 1024.0
}
