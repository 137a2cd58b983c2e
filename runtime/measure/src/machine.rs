//! The machine that is measured on.

use serde::{Deserialize, Serialize};

/// What numbers depend on besides the software.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The model of the processor.
    pub processor: String,
    /// How many cores may be used.
    pub cores: usize,
    /// The memory in MiB.
    pub memory_mib: u64,
    /// The kernel's release.
    pub kernel: String,
}

impl Machine {
    /// This one.
    #[must_use]
    pub fn this() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let after = |text: &str, key: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(key)).map(str::to_owned);
            line.map(|line| line.trim_start_matches([' ', '\t', ':']).trim().to_owned())
        };
        let memory = after(&read("/proc/meminfo"), "MemTotal:").unwrap_or_default();
        let memory = memory.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok());
        Self {
            processor: after(&read("/proc/cpuinfo"), "model name")
                .unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_mib: memory.unwrap_or_default() / 1024,
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
        }
    }

    /// Whether numbers of the two can be compared: the kernel may be another one.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.processor == other.processor && self.cores == other.cores
    }
}
