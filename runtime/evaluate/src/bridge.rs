//! The bridge from an evaluator's sandbox into its candidate's.
//!
//! Invariants:
//! - The candidate's instance is made at the first call and lives for one case.
//! - What crosses is plain data that the host has parsed and writes anew.
//! - A candidate that stopped, did not load, exited or ran out of memory is dead: the evaluator is not
//!   asked, and cannot turn it into a score.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lazaret_sandbox::{
    CallOutcome, Counterpart, CounterpartUsage, Failure, Observation, Sandbox, ScriptRole,
};
use lazaret_trial::{Budget, Code, Reason, Value};

use crate::program::{Program, Started};

/// A candidate during one case; the bridge and whoever judges the case share it.
#[derive(Clone)]
pub struct Bridge(Arc<Mutex<Candidate>>);

struct Candidate {
    program: Program,
    budget: Budget,
    seed: u64,
    purpose: String,
    sandbox: Option<Sandbox>,
    /// Why the candidate is dead, if it is.
    death: Option<Reason>,
    /// The last failure that it survived.
    failure: Option<Reason>,
}

impl Bridge {
    pub fn new(program: Program, budget: Budget, seed: u64, purpose: String) -> Self {
        let (sandbox, death, failure) = (None, None, None);
        Self(Arc::new(Mutex::new(Candidate {
            program,
            budget,
            seed,
            purpose,
            sandbox,
            death,
            failure,
        })))
    }

    /// Why the candidate is dead, if it is.
    pub fn death(&self) -> Option<Reason> {
        self.candidate().death.clone()
    }

    /// The last failure that the candidate survived.
    pub fn failure(&self) -> Option<Reason> {
        self.candidate().failure.clone()
    }

    /// Ends the candidate's sandbox.
    pub fn finish(&self) -> Observation {
        self.candidate().sandbox.take().map(Sandbox::finish).unwrap_or_default()
    }

    /// A panic while the lock was held has already ended this case; the data is still only data.
    fn candidate(&self) -> MutexGuard<'_, Candidate> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counterpart for Bridge {
    fn call(&mut self, function: &str, arguments: &Value) -> CallOutcome {
        self.candidate().call(function, arguments)
    }

    fn usage(&self) -> CounterpartUsage {
        let candidate = self.candidate();
        let usage = candidate.sandbox.as_ref().map(Sandbox::usage).unwrap_or_default();
        CounterpartUsage {
            fuel: usage.fuel,
            memory_bytes_peak: usage.memory_bytes_peak,
            calls: usage.calls,
        }
    }
}

impl Candidate {
    fn call(&mut self, function: &str, arguments: &Value) -> CallOutcome {
        if self.death.is_some() {
            return CallOutcome::Stopped;
        }
        if self.sandbox.is_none() {
            self.start();
        }
        let (Some(sandbox), None) = (&mut self.sandbox, &self.death) else {
            return CallOutcome::Stopped;
        };
        match sandbox.call(function, arguments) {
            Ok(Ok(value)) => CallOutcome::Value(value),
            Ok(Err(failure)) => self.failed(failure),
            Err(stop) => self.dies(stop.reason(&self.budget)),
        }
    }

    fn start(&mut self) {
        let started =
            self.program.start(&self.budget, self.seed, &self.purpose, ScriptRole::Candidate, None);
        match started {
            Started::Ready(sandbox) => self.sandbox = Some(sandbox),
            Started::Unloadable(sandbox, failure) => {
                self.sandbox = Some(sandbox);
                self.death = Some(failure.reason);
            }
            Started::Stopped(sandbox, stop) => {
                self.sandbox = Some(sandbox);
                self.death = Some(stop.reason(&self.budget));
            }
            Started::Impossible(stop) => self.death = Some(stop.reason(&self.budget)),
        }
    }

    fn failed(&mut self, failure: Failure) -> CallOutcome {
        match failure.reason.code {
            Code::FailedExit | Code::FailedOutOfMemory => self.dies(failure.reason),
            _ => {
                self.failure = Some(failure.reason.clone());
                CallOutcome::Failure(failure)
            }
        }
    }

    fn dies(&mut self, reason: Reason) -> CallOutcome {
        self.death = Some(reason);
        CallOutcome::Stopped
    }
}
