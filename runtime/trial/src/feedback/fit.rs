//! As much as there is room for, the most important first.
//!
//! Invariants: what is taken are the first pieces of the plan and a part of the next; both forms of the result keep
//! to the size; the more room, the more is taken. Sizes are measured on the forms themselves, with the note on
//! what is left out at its longest, so they only ever grow with what is taken.

use super::parts::LeftOut;
use super::unit::{PIECE_BYTES_MIN, Unit};
use super::{Feedback, FeedbackSize};

struct Fitting<'a> {
    empty: &'a Feedback,
    units: &'a [Unit],
    size: FeedbackSize,
    /// If nothing were taken.
    all: LeftOut,
}

/// The feedback of these pieces in the order of their importance.
pub fn fit(empty: &Feedback, units: &[Unit], size: FeedbackSize) -> Feedback {
    let all = left_out(units);
    let fitting = Fitting { empty, units, size, all };
    let taken = fitting.most_pieces();
    let part = fitting.most_of_the_next(taken);
    let mut feedback = fitting.built(taken, part.as_ref());
    let rest = units.get(taken..).unwrap_or_default();
    let mut missing = left_out(rest);
    if let Some(part) = part {
        missing.bytes = missing.bytes.saturating_sub(part.bytes());
    }
    feedback.left_out = (0 < missing.items).then_some(missing);
    feedback
}

fn left_out(units: &[Unit]) -> LeftOut {
    LeftOut { items: units.len() as u64, bytes: units.iter().map(Unit::bytes).sum() }
}

impl Fitting<'_> {
    /// How many pieces fit. Looks near the beginning first, so that a small size costs little.
    fn most_pieces(&self) -> usize {
        let fits = |taken: usize| self.fits(&self.built(taken, None));
        let mut fitting = 0;
        let mut step = 1;
        while fitting < self.units.len() {
            let next = (fitting + step).min(self.units.len());
            if !fits(next) {
                break;
            }
            fitting = next;
            step *= 2;
        }
        largest(fitting, (fitting + step - 1).min(self.units.len()), fits)
    }

    /// As much as fits of the first piece that does not fit whole.
    fn most_of_the_next(&self, taken: usize) -> Option<Unit> {
        let next = self.units.get(taken)?;
        let bytes_max = next.cuttable()?;
        let fits = |bytes: usize| self.fits(&self.built(taken, Some(&next.cut(bytes))));
        let bytes = largest(PIECE_BYTES_MIN - 1, bytes_max, fits);
        (PIECE_BYTES_MIN <= bytes).then(|| next.cut(bytes))
    }

    fn built(&self, taken: usize, part: Option<&Unit>) -> Feedback {
        let mut feedback = self.empty.clone();
        let taken_units = self.units.get(..taken).unwrap_or_default();
        taken_units.iter().chain(part).for_each(|unit| unit.add_to(&mut feedback));
        let missing = self.units.get(taken..).unwrap_or_default();
        missing.iter().for_each(|unit| unit.mark_missing(&mut feedback));
        feedback.left_out = Some(self.all);
        feedback
    }

    fn fits(&self, feedback: &Feedback) -> bool {
        // Checked numbers are finite, so nothing here cannot be written.
        let data = serde_json::to_string(feedback).map_or(usize::MAX, |text| text.len());
        data.max(feedback.text().len()) <= self.size.bytes()
    }
}

/// The largest number that fits from `fitting`, which does, to `last`, if all that are smaller than one that fits
/// fit as well.
fn largest(mut fitting: usize, mut last: usize, fits: impl Fn(usize) -> bool) -> usize {
    while fitting < last {
        let middle = fitting + (last - fitting).div_ceil(2);
        if fits(middle) {
            fitting = middle;
        } else {
            last = middle - 1;
        }
    }
    fitting
}
