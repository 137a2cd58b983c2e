//! Processor time of this process and its workers, and of everybody else on the machine, as the kernel counts it.
//!
//! Wall time alone says little where others work at the same time.

use std::time::Duration;

/// The kernel counts hundredths of a second on every machine that we know.
const TICK: Duration = Duration::from_millis(10);

/// Which fields of `/proc/PID/stat` after the name: the parent, then user and system time of the process and of its
/// children that have ended.
const PARENT: usize = 1;
const OWN: [usize; 2] = [11, 12];
const ENDED: [usize; 2] = [13, 14];

/// What was used up to now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    /// By this process and its workers.
    pub ours: Duration,
    /// By everything on the machine.
    pub all: Duration,
}

impl Used {
    /// Up to now; nothing where the kernel does not say.
    pub fn now() -> Self {
        let own = std::process::id();
        let mut ticks = fields(&own.to_string())
            .map_or(0, |fields| OWN.iter().chain(&ENDED).map(|at| number(&fields, *at)).sum());
        let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        for process in processes {
            let name = process.file_name();
            let Some(fields) = name.to_str().and_then(fields) else { continue };
            if number(&fields, PARENT) == u64::from(own) {
                ticks += OWN.iter().map(|at| number(&fields, *at)).sum::<u64>();
            }
        }
        Self { ours: duration(ticks), all: duration(busy()) }
    }

    /// What was used since then.
    pub fn since(self, earlier: Self) -> Self {
        Self {
            ours: self.ours.saturating_sub(earlier.ours),
            all: self.all.saturating_sub(earlier.all),
        }
    }

    /// What others have used.
    pub fn others(self) -> Duration {
        self.all.saturating_sub(self.ours)
    }
}

impl std::ops::AddAssign for Used {
    fn add_assign(&mut self, other: Self) {
        self.ours += other.ours;
        self.all += other.all;
    }
}

/// The fields of a process after its name, which may have anything in it.
fn fields(process: &str) -> Option<Vec<String>> {
    process.parse::<u32>().ok()?;
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    Some(rest.split_whitespace().map(str::to_owned).collect())
}

fn number(fields: &[String], at: usize) -> u64 {
    fields.get(at).and_then(|it| it.parse().ok()).unwrap_or(0)
}

/// Ticks in which a processor of the machine did anything.
fn busy() -> u64 {
    let text = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let first = text.lines().next().unwrap_or_default();
    let ticks: Vec<u64> =
        first.split_whitespace().skip(1).map(|it| it.parse().unwrap_or(0)).collect();
    // User, nice, system; then idle and waiting for disks; then interrupts. What is stolen is not this machine's.
    [0, 1, 2, 5, 6].iter().filter_map(|at| ticks.get(*at)).sum()
}

fn duration(ticks: u64) -> Duration {
    TICK.saturating_mul(u32::try_from(ticks).unwrap_or(u32::MAX))
}
