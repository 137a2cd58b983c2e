//! Quantiles in milliseconds.

use std::time::Duration;

/// Measured times, in ascending order.
pub struct Times(lazaret_measure::Times);

impl Times {
    /// Sorts the times.
    pub fn new(times: Vec<Duration>) -> Self {
        let seconds = times.into_iter().map(|time| time.as_secs_f64());
        Self(lazaret_measure::Times::new(seconds.collect()))
    }

    /// The time that a share of all measurements stays below or reaches, in milliseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        self.0.quantile(share) * 1e3
    }

    /// Half of the measurements stay below it.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }
}
