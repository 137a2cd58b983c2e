//! Whether memory stays flat over many evaluations.

use anyhow::Result;
use lazaret_sandbox::Prepared;
use lazaret_trial::Value;

use crate::guest::Guest;
use crate::resident::{mib, status_kib};

/// Touches memory of its own, so that something would add up if it were not given back.
const SOURCE: &str =
    "def build(count):\n    return sum(len(bytearray(1000)) for _ in range(count))\n";

/// Measures and prints.
pub fn measure(python: &Prepared) -> Result<()> {
    println!("resident memory of the process, evaluations one after another");
    let mut done = 0;
    for target in [100, 1_000] {
        while done < target {
            let mut guest = Guest::start(python)?;
            guest.load(SOURCE)?;
            guest.call("build", &Value::parse("[1000]")?)?;
            done += 1;
        }
        let (now, peak) = (status_kib("VmRSS:")?, status_kib("VmHWM:")?);
        println!("  after {target:>5}: {:.1} MiB now, {:.1} MiB at its peak", mib(now), mib(peak));
    }
    Ok(())
}
