//! Compile bombs: what refuses them, what they would cost without that, and what the worst of what is let through
//! costs.
//!
//! Each shape has one number. It is measured at the sizes at which it was once found to be a bomb, and at the
//! largest size that admission lets through: one function as large as it may be, and then as many of these as
//! there may be. Each measurement is a process of its own with limits, so that time and memory are its own and
//! ending it ends nothing else.

mod child;
mod code;
mod parts;
mod random;
mod shapes;

use anyhow::{Context, Result};
use lazaret_admission::{Caps, Rejection, measure};
use lazaret_trial::{format_bytes, format_count};

pub use child::measure as measure_here;
use child::{Cost, Mode, measure_in_child};
use shapes::{RANDOM, SHAPES, Shape};

/// How many random functions are measured.
const RANDOM_FUNCTIONS: usize = 60;

/// Beyond this, no shape is searched for the largest that is admitted.
const SIZE_MAX: usize = 1 << 23;

/// Measures the shapes with this in their names, and prints.
pub fn print(wanted: &str) -> Result<()> {
    println!("compile bombs, each in a process of its own; work in thousands");
    let mut worst = Worst::default();
    for shape in SHAPES.iter().filter(|shape| shape.name.contains(wanted)) {
        println!("{}", shape.name);
        for size in shape.published {
            let bytes = shape.bytes(*size, 1)?;
            let refusal = match measure(&bytes, &Caps::USUAL) {
                Ok(_) => "admitted".to_owned(),
                Err(Rejection::TooLarge { cap, .. }) => format!("refused by `{}`", cap.info().name),
                Err(other) => format!("refused: {other}"),
            };
            let cost = measure_in_child(shape.name, *size, 1, Mode::Bare)?;
            let size = format_count(*size as u64);
            println!(
                "  {size:>9}: {:>9}, {refusal}; without that {cost}",
                format_bytes(bytes.len() as u64)
            );
        }
        let (size, copies) = largest(shape)?;
        let cost = measure_in_child(shape.name, size, copies, Mode::Admitted)?;
        println!("  {:>9}: {cost}", written(size, copies));
        worst.see(shape.name, &cost);
    }
    if !wanted.is_empty() {
        return Ok(());
    }
    println!(
        "random functions, {RANDOM_FUNCTIONS} mixes, each as often as is admitted; the five that cost most"
    );
    let mut costs = Vec::new();
    for seed in 0..RANDOM_FUNCTIONS {
        let shape = Shape { published: &[], ..RANDOM };
        let copies = largest_with(|copies| is_admitted(&shape, seed, copies))?;
        if 0 < copies {
            let cost = measure_in_child(RANDOM.name, seed, copies, Mode::Admitted)?;
            worst.see(RANDOM.name, &cost);
            costs.push((written(seed, copies), cost));
        }
    }
    costs.sort_by(|left, right| right.1.seconds().total_cmp(&left.1.seconds()));
    println!("  {} of {RANDOM_FUNCTIONS} are admitted at least once", costs.len());
    for (size, cost) in costs.iter().take(5) {
        println!("  {size:>9}: {cost}");
    }
    println!("the worst of all that is admitted");
    println!("  {:.2} s of processor time: {}", worst.seconds.1, worst.seconds.0);
    println!("  {:.0} MiB: {}", worst.mebibytes.1, worst.mebibytes.0);
    println!("  {:.2} s to admit: {}", worst.admit.1, worst.admit.0);
    Ok(())
}

/// The greatest of each number, and whose it is.
#[derive(Default)]
struct Worst {
    seconds: (&'static str, f64),
    mebibytes: (&'static str, f64),
    admit: (&'static str, f64),
}

impl Worst {
    fn see(&mut self, name: &'static str, cost: &Cost) {
        for (worst, number) in [
            (&mut self.seconds, cost.seconds()),
            (&mut self.mebibytes, cost.mebibytes()),
            (&mut self.admit, cost.admit_seconds()),
        ] {
            if worst.1 < number {
                *worst = (name, number);
            }
        }
    }
}

fn written(size: usize, copies: usize) -> String {
    let size = format_count(size as u64);
    if copies == 1 { size } else { format!("{size} x {}", format_count(copies as u64)) }
}

fn is_admitted(shape: &Shape, size: usize, copies: usize) -> Result<bool> {
    Ok(measure(&shape.bytes(size, copies)?, &Caps::USUAL).is_ok())
}

/// The largest size that is admitted, and how often.
fn largest(shape: &Shape) -> Result<(usize, usize)> {
    let size = largest_with(|size| is_admitted(shape, size, 1))?;
    anyhow::ensure!(0 < size, "`{}` is not admitted at any size", shape.name);
    let copies = match shape.is_function() {
        true => largest_with(|copies| is_admitted(shape, size, copies))?,
        false => 1,
    };
    Ok((size, copies))
}

/// The largest number for which something holds that holds for all below it.
fn largest_with(holds: impl Fn(usize) -> Result<bool>) -> Result<usize> {
    let mut above = 1;
    while above <= SIZE_MAX && holds(above)? {
        above *= 2;
    }
    let mut below = above / 2;
    while below + 1 < above {
        let middle = below.midpoint(above);
        if holds(middle)? {
            below = middle;
        } else {
            above = middle;
        }
    }
    Ok(below)
}

/// The shape of this name.
fn shape(name: &str) -> Result<&'static Shape> {
    let mut shapes = SHAPES.iter().chain([&RANDOM]);
    shapes.find(|shape| shape.name == name).context("no such shape")
}
