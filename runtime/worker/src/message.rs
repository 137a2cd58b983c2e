//! What is said on the channel between a worker and the process that started it.
//!
//! One message each way at a time, as JSON: none of it is on the way of a call. Values travel as their own
//! text, because JSON has no NaN.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use lazaret_evaluate::{CaseInput, Script};
use lazaret_jail::{Layer, ProcessLimits};
use lazaret_sandbox::Observation;
use lazaret_trial::{
    Budget, CaseOutcome, Description, Digest, Interface, Lists, Measurement, Reason, Stack, Value,
    ValueError,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::frames::{FrameError, Frames};

/// What a worker is asked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Request {
    /// With two descriptors: the component, and a file for its native code.
    Compile {
        /// The limits.
        limits: ProcessLimits,
        /// The interface that it may import, if it is an evaluator.
        imported: Option<Interface>,
        /// How many threads there are for it.
        threads: usize,
    },
    /// With two descriptors: the native code of the program that the worker is for, and the packages that its texts
    /// may import.
    Load {
        /// The limits.
        limits: ProcessLimits,
        /// The digest of the component.
        digest: Digest,
        /// The interface of the task.
        interface: Option<Interface>,
        /// How its instances are served.
        serving: Serving,
    },
    /// With one descriptor: the data that the evaluator may read.
    Evaluator {
        /// The text, if the program is an interpreter.
        script: Option<WireScript>,
        /// The budget of each of its instances.
        budget: Budget,
        /// The seed.
        seed: u64,
    },
    /// Ask the evaluator for its metrics and splits.
    Describe,
    /// Ask the evaluator for the cases of a split.
    Cases {
        /// The split.
        split: String,
    },
    /// With one descriptor: the socket to the candidate. Judge it on one case.
    Case {
        /// The case.
        case: WireCase,
        /// What is measured.
        description: Description,
        /// The budget of the candidate.
        budget: Budget,
        /// How lists of numbers arrive at it.
        lists: Lists,
        /// Whether it was looked at before.
        looked_at: bool,
    },
    /// Ask whether the evaluator sums up itself.
    SumsUp,
    /// Ask the evaluator for the measurements over all cases.
    Summarize {
        /// What is measured.
        description: Description,
        /// The reports, in the order of the cases.
        reports: Vec<Vec<Measurement>>,
    },
    /// With one descriptor: the socket on which a candidate's instance is asked for. There is no answer.
    Session {
        /// The text, if the program is an interpreter.
        script: Option<WireScript>,
        /// The fuel at which the instance is stopped and looked at, if the program was loaded for that.
        probe: Option<u64>,
    },
    /// Ask where the instance of the last session was stopped.
    Stack,
    /// Try a forbidden act.
    Attempt {
        /// Its number.
        act: usize,
        /// After the second step, or already after the first: as native code could that is hostile to
        /// whoever loads it.
        sealed: bool,
    },
}

/// How a worker serves the instances of the program that it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Serving {
    /// One after the other.
    InTurn,
    /// Each in a process of its own.
    Apart,
    /// One after the other, by an engine that looks at the stacks of those that are stopped.
    LookedAt,
}

/// What a worker answers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Reply {
    /// The first message, without a question: it has given itself up.
    Ready {
        /// What stands around it.
        layers: Vec<Layer>,
    },
    /// The native code is in the file.
    Compiled,
    /// What was asked is done.
    Done,
    /// The program cannot be used; whose fault that is, the reason says.
    Refused(Reason),
    /// What the evaluator measures.
    Description(Result<Description, Reason>),
    /// The cases.
    Cases(Result<Vec<WireCase>, Reason>),
    /// What happened on the case.
    Outcome(Box<CaseOutcome>),
    /// The candidate does not load: why, and what it used and wrote.
    Unloaded(Reason, Observation),
    /// Whether the evaluator sums up itself.
    SumsUp(Result<bool, Reason>),
    /// The measurements over all cases, and what it took.
    Summary(Result<Vec<Measurement>, Reason>, Observation),
    /// Where the instance was when its probe stopped it; nothing if none did.
    Stack(Option<Stack>),
    /// What the kernel said to the act; nothing if it was done.
    Attempted(Option<String>),
    /// The worker itself failed.
    Failed(String),
}

/// A source text for an interpreter.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireScript {
    source: String,
    file: String,
    /// In base 64: as numbers, it would be four times as long.
    bytecode: Option<String>,
}

/// A case with its data as text.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireCase {
    id: String,
    stage: u32,
    data: String,
}

impl From<&Script> for WireScript {
    fn from(script: &Script) -> Self {
        let bytecode = script.bytecode.as_ref().map(|bytes| BASE64_STANDARD.encode(bytes));
        Self { source: script.source.clone(), file: script.file.clone(), bytecode }
    }
}

impl TryFrom<WireScript> for Script {
    type Error = FrameError;

    fn try_from(script: WireScript) -> Result<Self, FrameError> {
        let bytecode = script.bytecode.map(|text| BASE64_STANDARD.decode(text)).transpose();
        let bytecode = bytecode.map_err(|error| FrameError::Malformed(error.to_string()))?;
        let bytecode = bytecode.map(Into::into);
        Ok(Self { source: script.source, file: script.file, bytecode })
    }
}

impl From<&CaseInput> for WireCase {
    fn from(case: &CaseInput) -> Self {
        Self { id: case.id.clone(), stage: case.stage, data: case.data.to_string() }
    }
}

impl TryFrom<WireCase> for CaseInput {
    type Error = ValueError;

    fn try_from(case: WireCase) -> Result<Self, ValueError> {
        let WireCase { id, stage, data } = case;
        Ok(Self { id, stage, data: Value::parse(&data)? })
    }
}

/// The bytes of a message.
pub fn write(message: &impl Serialize) -> Result<Vec<u8>, FrameError> {
    serde_json::to_vec(message).map_err(|error| FrameError::Malformed(error.to_string()))
}

/// Waits for a message of a kind.
pub fn receive<T: DeserializeOwned>(
    frames: &mut Frames,
    bytes_max: usize,
) -> Result<T, FrameError> {
    let bytes = frames.receive(bytes_max)?;
    serde_json::from_slice(bytes).map_err(|error| FrameError::Malformed(error.to_string()))
}
