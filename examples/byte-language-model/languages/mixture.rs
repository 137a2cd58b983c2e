//! `../candidates/mixture.py` in Rust: the same model, and the same score to the last bit.

use std::cell::RefCell;
use std::collections::BTreeMap;

const DOUBTS: [f64; 5] = [1.0, 10.0, 30.0, 100.0, 300.0];

#[derive(Default)]
struct Model {
    followers: BTreeMap<Vec<u8>, BTreeMap<u8, f64>>,
    recent: Vec<u8>,
}

thread_local! {
    static MODEL: RefCell<Model> = RefCell::default();
}

impl Model {
    /// The last bytes: none of them, the last one, the last two and so on, each with its doubt.
    fn contexts(&self) -> Vec<(Vec<u8>, f64)> {
        let lengths = (0..=self.recent.len()).zip(DOUBTS);
        lengths.map(|(length, doubt)| (self.recent[self.recent.len() - length..].to_vec(), doubt)).collect()
    }
}

pub fn train(text: Vec<u8>) {
    text.into_iter().for_each(observe);
}

pub fn observe(byte: u8) {
    MODEL.with_borrow_mut(|model| {
        for (context, _) in model.contexts() {
            *model.followers.entry(context).or_default().entry(byte).or_default() += 1.0;
        }
        model.recent.push(byte);
    });
}

pub fn predict() -> Vec<u32> {
    let mut weights = vec![1.0 / 256.0; 256];
    MODEL.with_borrow(|model| {
        for (context, doubt) in model.contexts() {
            let Some(counts) = model.followers.get(&context) else { break };
            let total: f64 = counts.values().sum();
            let trust = total / (total + doubt);
            weights.iter_mut().for_each(|weight| *weight *= 1.0 - trust);
            for (byte, count) in counts {
                weights[usize::from(*byte)] += trust * count / total;
            }
        }
    });
    weights.into_iter().map(|weight| (weight * 1e9) as u32).collect()
}
