//! What is said on the socket between whoever calls a candidate and the candidate's worker: one instance,
//! from its start to its end. Both sides of the wording.
//!
//! Calls are on the way of every evaluation, so they have a form of their own; what happens once an instance
//! is JSON inside of it.

use std::borrow::Cow;

use lazaret_sandbox::{Failure, Observation, ScriptRole, Stop};
use lazaret_trial::{Budget, Usage};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::frames::FrameError;

/// What a candidate's worker is asked.
#[derive(Debug)]
pub enum Ask<'a> {
    /// Make the instance.
    Start(Start),
    /// Call a function by name; the arguments are the text of a value.
    Call { function: &'a str, arguments: &'a str },
    /// The same with arrays; the arguments are what [`lazaret_trial::Passed`] writes.
    Arrays { function: &'a str, arguments: &'a [u8] },
    /// Call a function of the interface, with values in binary form one after the other.
    Typed { index: usize, arguments: &'a [u8] },
    /// End the instance.
    Finish,
}

/// How an instance is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    pub budget: Budget,
    pub seed: u64,
    pub purpose: String,
    pub role: ScriptRole,
    /// Whether what the interpreter makes of the text is wanted.
    pub keep: bool,
}

/// What a candidate's worker answers. Everything but the last has the usage so far before it.
#[derive(Debug)]
pub enum Answer<'a> {
    /// The instance is there, or is not; and what its interpreter has made of the text, if that was wanted.
    Started { typed: bool, arrays: bool, state: State, bytecode: Option<Cow<'a, [u8]>> },
    /// A call by name gave a value, as text.
    Value(&'a str),
    /// A call with arrays gave a value, as what [`lazaret_trial::Passed`] writes.
    Arrays(&'a [u8]),
    /// A call by name gave none, and the program is alive.
    Failure(Failure),
    /// A typed call gave this value in binary form, or nothing if its function has no result.
    Typed(&'a [u8]),
    /// The instance stopped.
    Stop(Stop),
    /// The instance is ended.
    Finished(Observation),
}

/// What became of a start.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum State {
    Ready,
    Unloadable(Failure),
    Stopped(Stop),
    /// There is no sandbox at all.
    Impossible(Stop),
}

const START: u8 = 1;
const CALL: u8 = 2;
const TYPED: u8 = 3;
const FINISH: u8 = 4;
const ARRAYS: u8 = 5;
const STARTED: u8 = 11;
const VALUE: u8 = 12;
const FAILURE: u8 = 13;
const TYPED_RESULT: u8 = 14;
const ARRAYS_RESULT: u8 = 15;
const STOP: u8 = 16;
const FINISHED: u8 = 17;

impl<'a> Ask<'a> {
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Start(start) => {
                out.push(START);
                write_json(start, out);
            }
            Self::Call { function, arguments } => {
                write_call(CALL, function, arguments.as_bytes(), out);
            }
            Self::Arrays { function, arguments } => write_call(ARRAYS, function, arguments, out),
            Self::Typed { index, arguments } => {
                out.push(TYPED);
                out.extend((*index as u64).to_le_bytes());
                out.extend(*arguments);
            }
            Self::Finish => out.push(FINISH),
        }
    }

    pub fn read(bytes: &'a [u8]) -> Result<Self, FrameError> {
        let (tag, mut rest) = bytes.split_first().ok_or_else(|| malformed("an empty question"))?;
        match *tag {
            START => Ok(Self::Start(read_json(rest)?)),
            CALL => {
                let (function, arguments) = read_call(rest)?;
                Ok(Self::Call { function, arguments: text(arguments)? })
            }
            ARRAYS => {
                let (function, arguments) = read_call(rest)?;
                Ok(Self::Arrays { function, arguments })
            }
            TYPED => {
                let index = usize::try_from(take_u64(&mut rest)?);
                let index = index.map_err(|_| malformed("a function beyond counting"))?;
                Ok(Self::Typed { index, arguments: rest })
            }
            FINISH if rest.is_empty() => Ok(Self::Finish),
            _ => Err(malformed("an unknown question")),
        }
    }
}

impl<'a> Answer<'a> {
    pub fn write(&self, usage: &Usage, out: &mut Vec<u8>) {
        out.push(match self {
            Self::Started { .. } => STARTED,
            Self::Value(_) => VALUE,
            Self::Arrays(_) => ARRAYS_RESULT,
            Self::Failure(_) => FAILURE,
            Self::Typed(_) => TYPED_RESULT,
            Self::Stop(_) => STOP,
            Self::Finished(_) => FINISHED,
        });
        write_usage(usage, out);
        match self {
            Self::Started { typed, arrays, state, bytecode } => {
                let mut how = Vec::new();
                write_json(&(typed, arrays, state, bytecode.is_some()), &mut how);
                out.extend((how.len() as u64).to_le_bytes());
                out.extend(how);
                out.extend(bytecode.iter().flat_map(|bytes| bytes.iter()));
            }
            Self::Value(text) => out.extend(text.as_bytes()),
            Self::Failure(failure) => write_json(failure, out),
            Self::Arrays(value) | Self::Typed(value) => out.extend(*value),
            Self::Stop(stop) => write_json(stop, out),
            Self::Finished(observation) => write_json(observation, out),
        }
    }

    pub fn read(bytes: &'a [u8]) -> Result<(Self, Usage), FrameError> {
        let (tag, mut rest) = bytes.split_first().ok_or_else(|| malformed("an empty answer"))?;
        let usage = read_usage(&mut rest)?;
        let answer = match *tag {
            STARTED => {
                let (how, bytecode) = split(rest)?;
                let (typed, arrays, state, kept): (_, _, _, bool) = read_json(how)?;
                Self::Started { typed, arrays, state, bytecode: kept.then_some(bytecode.into()) }
            }
            VALUE => Self::Value(text(rest)?),
            FAILURE => Self::Failure(read_json(rest)?),
            ARRAYS_RESULT => Self::Arrays(rest),
            TYPED_RESULT => Self::Typed(rest),
            STOP => Self::Stop(read_json(rest)?),
            FINISHED => Self::Finished(read_json(rest)?),
            _ => return Err(malformed("an unknown answer")),
        };
        Ok((answer, usage))
    }
}

fn write_call(tag: u8, function: &str, arguments: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    out.extend((function.len() as u64).to_le_bytes());
    out.extend(function.as_bytes());
    out.extend(arguments);
}

fn read_call(rest: &[u8]) -> Result<(&str, &[u8]), FrameError> {
    let (function, arguments) = split(rest)?;
    Ok((text(function)?, arguments))
}

/// A part with its length before it, and the rest.
fn split(mut rest: &[u8]) -> Result<(&[u8], &[u8]), FrameError> {
    let length = usize::try_from(take_u64(&mut rest)?);
    let split = length.ok().and_then(|length| rest.split_at_checked(length));
    split.ok_or_else(|| malformed("a message cut short"))
}

fn write_usage(usage: &Usage, out: &mut Vec<u8>) {
    let Usage { start_fuel, fuel, memory_bytes_peak, output_bytes, host_calls, calls } = usage;
    for number in [start_fuel, fuel, memory_bytes_peak, output_bytes, host_calls, calls] {
        out.extend(number.to_le_bytes());
    }
}

fn read_usage(rest: &mut &[u8]) -> Result<Usage, FrameError> {
    Ok(Usage {
        start_fuel: take_u64(rest)?,
        fuel: take_u64(rest)?,
        memory_bytes_peak: take_u64(rest)?,
        output_bytes: take_u64(rest)?,
        host_calls: take_u64(rest)?,
        calls: take_u64(rest)?,
    })
}

fn take_u64(rest: &mut &[u8]) -> Result<u64, FrameError> {
    let (head, tail) = rest.split_first_chunk::<8>().ok_or_else(|| malformed("too short"))?;
    *rest = tail;
    Ok(u64::from_le_bytes(*head))
}

fn text(bytes: &[u8]) -> Result<&str, FrameError> {
    std::str::from_utf8(bytes).map_err(|_| malformed("a text that is not UTF-8"))
}

/// None of what is written here can fail: no keys but texts, no numbers but finite ones.
fn write_json(value: &impl Serialize, out: &mut Vec<u8>) {
    out.extend(serde_json::to_vec(value).unwrap_or_default());
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, FrameError> {
    serde_json::from_slice(bytes).map_err(|error| FrameError::Malformed(error.to_string()))
}

fn malformed(what: &str) -> FrameError {
    FrameError::Malformed(what.to_owned())
}

#[cfg(test)]
mod tests {
    use lazaret_trial::{Code, Logs, Reason};

    use super::*;

    const USAGE: Usage = Usage {
        start_fuel: 1,
        fuel: 2,
        memory_bytes_peak: 3,
        output_bytes: 4,
        host_calls: 5,
        calls: 6,
    };

    #[track_caller]
    fn asked(ask: &Ask<'_>) {
        let mut bytes = Vec::new();
        ask.write(&mut bytes);
        assert_eq!(format!("{:?}", Ask::read(&bytes).unwrap()), format!("{ask:?}"));
    }

    #[track_caller]
    fn answered(answer: &Answer<'_>) {
        let mut bytes = Vec::new();
        answer.write(&USAGE, &mut bytes);
        let (back, usage) = Answer::read(&bytes).unwrap();
        assert_eq!(format!("{back:?}"), format!("{answer:?}"));
        assert_eq!(usage, USAGE);
    }

    #[test]
    fn questions_and_answers_arrive_as_they_were_meant() {
        asked(&Ask::Start(Start {
            budget: Budget::for_candidates(),
            seed: u64::MAX,
            purpose: "case \u{0}".to_owned(),
            role: ScriptRole::Main,
            keep: false,
        }));
        asked(&Ask::Call { function: "f", arguments: "[1]" });
        asked(&Ask::Typed { index: 3, arguments: &[1, 2] });
        asked(&Ask::Arrays { function: "f", arguments: &[1, 2] });
        asked(&Ask::Finish);
        let failure = Failure::invalid_output("no value".to_owned());
        let (state, bytecode) = (State::Ready, Some(b"\0code"[..].into()));
        answered(&Answer::Started { typed: true, arrays: false, state, bytecode });
        let state = State::Unloadable(failure.clone());
        answered(&Answer::Started { typed: false, arrays: true, state, bytecode: None });
        answered(&Answer::Arrays(&[0, 1]));
        answered(&Answer::Value("[NaN]"));
        answered(&Answer::Failure(failure));
        answered(&Answer::Typed(&[]));
        answered(&Answer::Typed(&[0, 1]));
        answered(&Answer::Stop(Stop::OutOfMemory(7)));
        let logs = Logs { stdout: "\u{1b}[31m".to_owned(), ..Logs::default() };
        answered(&Answer::Finished(Observation { usage: USAGE, logs }));
        assert_eq!(Reason::new(Code::Scored, "").code, Code::Scored);
    }

    #[test]
    fn nonsense_is_refused() {
        let call_with_length = |length: u64| {
            let mut bytes = vec![CALL];
            bytes.extend(length.to_le_bytes());
            bytes
        };
        for bytes in [
            &[][..],
            &[0],
            &[99, 1, 2],
            &[START],
            &[FINISH, 0],
            &[TYPED, 0],
            &call_with_length(1),
            &call_with_length(u64::MAX),
        ] {
            assert!(Ask::read(bytes).is_err(), "{bytes:?}");
        }
        let with_usage = |tag: u8, rest: &[u8]| [&[tag][..], &[0; 48], rest].concat();
        assert!(Answer::read(&with_usage(TYPED_RESULT, &[])).is_ok());
        for bytes in [
            &[][..],
            &[VALUE; 20],
            &with_usage(VALUE, &[0xff]),
            &with_usage(STOP, b"\"Nothing\""),
            &with_usage(FINISHED, b"{}"),
        ] {
            assert!(Answer::read(bytes).is_err(), "{bytes:?}");
        }
    }
}
