//! Quantiles.

use std::time::Duration;

/// Measured times, in ascending order.
pub struct Times(Vec<Duration>);

impl Times {
    /// Sorts the times.
    pub fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that a share of all measurements stays below or reaches, in milliseconds.
    pub fn quantile(&self, share: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a count of measurements is small, and the share lies between 0 and 1"
        )]
        let index = (share * (self.0.len().saturating_sub(1)) as f64).round() as usize;
        self.0.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }

    /// Half of the measurements stay below it.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }
}
