//! Quantiles.

/// Measured seconds, in ascending order.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<f64>);

impl Times {
    /// Sorts the times.
    #[must_use]
    pub fn new(mut seconds: Vec<f64>) -> Self {
        seconds.sort_by(f64::total_cmp);
        Self(seconds)
    }

    /// How many there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that a share of all measurements stays below or reaches, in seconds.
    #[must_use]
    pub fn quantile(&self, share: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a count of measurements is small, and the share lies between 0 and 1"
        )]
        let index = (share * self.0.len().saturating_sub(1) as f64).round() as usize;
        self.0.get(index).copied().unwrap_or(f64::NAN)
    }

    /// Half of the measurements stay below it.
    #[must_use]
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles() {
        let times = Times::new(vec![3.0, 1.0, 2.0, 5.0, 4.0]);
        assert_eq!(times.median().to_bits(), 3.0_f64.to_bits());
        assert_eq!(times.quantile(0.0).to_bits(), 1.0_f64.to_bits());
        assert_eq!(times.quantile(0.99).to_bits(), 5.0_f64.to_bits());
        assert!(Times::new(Vec::new()).median().is_nan());
    }
}
