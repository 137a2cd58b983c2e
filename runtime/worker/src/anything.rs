//! Every reader of this crate under one name, for whoever tests them with bytes that nobody has written.

use std::os::unix::net::UnixStream;

use lazaret_sandbox::{Failure, Observation, ScriptRole, Stop};
use lazaret_trial::{Array, Budget, Element, Passed, Stack, StackFrame, Usage, Value};

use crate::frames::Frames;
use crate::message::{self, Reply, Request};
use crate::session::{Answer, Ask, Start, State};
use crate::worker::unpack_dataset;

/// The most bytes of a message here.
const BYTES_MAX: usize = 1 << 20;

/// As what bytes could be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadAs {
    /// A question to a candidate's worker.
    pub ask: bool,
    /// Its answer.
    pub answer: bool,
    /// An order to a worker.
    pub request: bool,
    /// A reply.
    pub reply: bool,
    /// A value in binary form.
    pub value: bool,
    /// A value with arrays beside its text.
    pub passed: bool,
    /// A packed dataset.
    pub dataset: bool,
    /// A framed message.
    pub frame: bool,
}

/// Reads bytes as everything that arrives on a socket of a worker. Must neither panic nor take more memory than
/// a few times the bytes.
#[must_use]
pub fn read_anything(bytes: &[u8]) -> ReadAs {
    ReadAs {
        ask: Ask::read(bytes).is_ok(),
        answer: Answer::read(bytes).is_ok(),
        request: serde_json::from_slice::<Request>(bytes).is_ok(),
        reply: serde_json::from_slice::<Reply>(bytes).is_ok(),
        value: Value::read_binary(&mut &*bytes).is_ok(),
        passed: Passed::read_binary(bytes).is_ok_and(|passed| passed.value().is_ok()),
        dataset: unpack_dataset(bytes).is_some(),
        frame: framed(bytes),
    }
}

/// Whether a first message can be read off a socket that has these bytes and then ends.
fn framed(bytes: &[u8]) -> bool {
    let Ok((ours, theirs)) = UnixStream::pair() else { return false };
    let mut sender = ours;
    // As much as the socket holds: nobody reads yet.
    let sent = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    let written = std::io::Write::write_all(&mut sender, sent);
    drop(sender);
    written.is_ok() && Frames::new(theirs).receive(BYTES_MAX).is_ok()
}

/// Messages of every kind, to begin from.
#[must_use]
pub fn samples() -> Vec<Vec<u8>> {
    let start = Start {
        budget: Budget::for_candidates(),
        seed: 7,
        purpose: "case 1".to_owned(),
        role: ScriptRole::Candidate,
        keep: true,
    };
    let value =
        Value::parse("[1,2.5,[0.5,0.25],{\"a\":null,\"b\":\"text\"}]").unwrap_or(Value::Null);
    let mut binary = Vec::new();
    value.write_binary(&mut binary);
    let array = Array::new(Element::S16, vec![2, 1], vec![1, 2, 3, 4]);
    let array = array.map_or(Value::Null, |array| Value::Array(Box::new(array)));
    let mut passed = Vec::new();
    Passed::of(Value::List(vec![array])).write_binary(&mut passed);
    let asks = [
        Ask::Start(start),
        Ask::Call { function: "f", arguments: "[1]" },
        Ask::Typed { index: 1, arguments: &binary },
        Ask::Arrays { function: "f", arguments: &passed },
        Ask::Finish,
    ];
    let failure = Failure::invalid_output("no".to_owned());
    let answers = [
        Answer::Started {
            typed: true,
            arrays: true,
            state: State::Ready,
            bytecode: Some(b"code"[..].into()),
        },
        Answer::Started {
            typed: false,
            arrays: false,
            state: State::Unloadable(failure.clone()),
            bytecode: None,
        },
        Answer::Arrays(&passed),
        Answer::Value("[1,2]"),
        Answer::Failure(failure),
        Answer::Typed(&binary),
        Answer::Typed(&[]),
        Answer::Stop(Stop::OutOfMemory(1)),
        Answer::Finished(Observation::default()),
    ];
    let mut samples = vec![binary.clone(), passed.clone()];
    for ask in asks {
        let mut bytes = Vec::new();
        ask.write(&mut bytes);
        samples.push(bytes);
    }
    for answer in answers {
        let mut bytes = Vec::new();
        answer.write(&Usage::default(), &mut bytes);
        samples.push(bytes);
    }
    let orders = [
        Request::Describe,
        Request::Cases { split: "search".to_owned() },
        Request::Session { script: None, probe: Some(1) },
        Request::Stack,
        Request::Attempt { act: 1, sealed: true },
    ];
    samples.extend(orders.iter().filter_map(|order| message::write(order).ok()));
    let stack = Stack::of(vec![StackFrame::named("f")]);
    let replies = [
        Reply::Stack(Some(stack)),
        Reply::Done,
        Reply::Attempted(None),
        Reply::Failed("why".to_owned()),
    ];
    samples.extend(replies.iter().filter_map(|reply| message::write(reply).ok()));
    let framed: Vec<Vec<u8>> = samples
        .iter()
        .map(|message| [&(message.len() as u64).to_le_bytes()[..], message].concat())
        .collect();
    samples.extend(framed);
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sample_is_something_and_cut_ones_do_no_harm() {
        for sample in samples() {
            assert_ne!(read_anything(&sample), ReadAs::default(), "{sample:?}");
            for length in 0..sample.len() {
                let _ = read_anything(&sample[..length]);
            }
        }
    }

    /// Every byte of every sample in every way that one bit or one extreme can be wrong.
    #[test]
    fn damaged_samples_do_no_harm() {
        for sample in samples() {
            for index in 0..sample.len() {
                let changes =
                    [0, 0x7f, 0xff].into_iter().chain((0..8).map(|bit| sample[index] ^ (1 << bit)));
                for byte in changes {
                    let mut damaged = sample.clone();
                    damaged[index] = byte;
                    let _ = read_anything(&damaged);
                }
            }
        }
    }
}
