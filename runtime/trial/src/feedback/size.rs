//! How long feedback may be.

use crate::size::format_bytes;

/// How long feedback may be, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeedbackSize(usize);

/// A size outside of its range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("feedback of {asked} is outside the allowed range {minimum} to {maximum}", asked = format_bytes(*.0), minimum = format_bytes(FeedbackSize::MINIMUM), maximum = format_bytes(FeedbackSize::MAXIMUM))]
pub struct FeedbackSizeError(u64);

impl FeedbackSize {
    /// The least: the outcome, the limit, a message and the line are told in it.
    pub const MINIMUM: u64 = 512;

    /// The most: more is a log, and no reader of prompts takes it in.
    pub const MAXIMUM: u64 = 64 << 10;

    /// What is used if nothing else is said: about a thousand tokens, one screen of text.
    pub const DEFAULT: Self = Self(4 << 10);

    /// A size of this many bytes.
    ///
    /// # Errors
    /// If it is outside the range.
    pub fn new(bytes: u64) -> Result<Self, FeedbackSizeError> {
        let inside = (Self::MINIMUM..=Self::MAXIMUM).contains(&bytes);
        let size = usize::try_from(bytes).ok().filter(|_| inside).map(Self);
        size.ok_or(FeedbackSizeError(bytes))
    }

    /// In bytes.
    #[must_use]
    pub const fn bytes(self) -> usize {
        self.0
    }
}

impl Default for FeedbackSize {
    fn default() -> Self {
        Self::DEFAULT
    }
}
