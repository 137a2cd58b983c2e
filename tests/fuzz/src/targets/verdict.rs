//! Verdicts as JSON: what is read is written to bytes that read to the same verdict and are written to the
//! same bytes, whoever wrote the first ones.

use std::time::Duration;

use lazaret_host::verdict_bytes;
use lazaret_trial::{
    CaseOutcome, Code, Digest, Excess, Frame, LastCall, Logs, Measurement, Position, Reason, Usage,
    Verdict,
};

use super::{Limits, Outcome, Target, number_of};
use crate::mutate::bytes;
use crate::pool::Pool;
use crate::programs::values::{any_text, finite_float};
use crate::random::Random;

/// The most bytes of a changed verdict.
const BYTES_MAX: usize = 32 << 10;

const WORDS: &[&str] = &[
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "1e308",
    "-0.0",
    "0.1",
    "5e-324",
    "18446744073709551615",
    "-1",
    "sha256:",
    "\"candidate\":",
    "\"language\":",
    "\"runtime\":",
    "\"reason\":",
    "\"code\":",
    "\"message\":",
    "\"excess\":",
    "\"position\":",
    "\"traceback\":",
    "\"hint\":",
    "\"score\":",
    "\"measurements\":",
    "\"cases\":",
    "\"usage\":",
    "\"fuel\":",
    "\"identity\":",
    "\"stdout\":",
    "\"lines\":",
    "\"name\":",
    "\"value\":",
    "scored",
    "failed/trap",
    "failed/out-of-fuel",
    "rejected/type",
    "fault/host",
    "\\u0000",
    "\\ud800",
    ",",
    ":",
    "}",
    "]",
];

/// The target.
pub struct VerdictText;

impl Target for VerdictText {
    fn limits(&self) -> Limits {
        let wall = Duration::from_millis(500);
        Limits { wall, heap_bytes: 1 << 20, heap_bytes_per_byte: 512 }
    }

    fn runs(&self) -> u64 {
        200_000
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn input(&mut self, random: &mut Random, pool: &Pool) -> Vec<u8> {
        let mut input = match pool.pick(random) {
            Some(known) if !random.once_in(3) => known.to_vec(),
            _ => verdict_bytes(&any_verdict(random)).unwrap_or_default(),
        };
        if !random.once_in(8) {
            bytes::mutate(&mut input, random, pool, WORDS, BYTES_MAX);
        }
        input
    }

    fn run(&mut self, input: &[u8]) -> Result<Outcome, String> {
        round_trip(&any_verdict(&mut Random::of(number_of(input), 0)))?;
        match serde_json::from_slice::<Verdict>(input) {
            Ok(verdict) => {
                round_trip(&verdict)?;
                let shape = format!(
                    "{} {} {} {}",
                    verdict.code(),
                    verdict.score.is_some(),
                    verdict.identity.is_some(),
                    verdict.runtime.is_some()
                );
                Ok(Outcome::new("accepted", &shape).and(verdict.cases.len() as u64))
            }
            Err(error) => {
                let why = error.to_string();
                Ok(Outcome::new("rejected", &why).and(error.column() as u64))
            }
        }
    }
}

fn round_trip(verdict: &Verdict) -> Result<(), String> {
    let bytes = verdict_bytes(verdict).map_err(|error| format!("it is not written: {error}"))?;
    let shown = || String::from_utf8_lossy(&bytes).into_owned();
    let again: Verdict = serde_json::from_slice(&bytes)
        .map_err(|error| format!("what was written is not read: {error}: {:.400}", shown()))?;
    if again != *verdict {
        return Err(format!("what was written reads as another: {:.400}", shown()));
    }
    match verdict_bytes(&again) {
        Ok(second) if second == bytes => Ok(()),
        _ => Err(format!("what was read is written otherwise: {:.400}", shown())),
    }
}

/// Any verdict that the types allow, with numbers that are finite, as every checked one is.
fn any_verdict(random: &mut Random) -> Verdict {
    Verdict {
        candidate: any_digest(random),
        language: any_text(random),
        runtime: random.once_in(2).then(|| any_digest(random)),
        reason: any_reason(random),
        score: random.once_in(2).then(|| finite_float(random)),
        measurements: any_measurements(random),
        cases: (0..random.length(4)).map(|_| any_case(random)).collect(),
        candidate_usage: any_usage(random),
        evaluator_usage: any_usage(random),
        identity: random.once_in(2).then(|| any_digest(random)),
        degraded: (0..random.length(2)).map(|_| any_text(random)).collect(),
    }
}

fn any_case(random: &mut Random) -> CaseOutcome {
    CaseOutcome {
        id: any_text(random),
        stage: any_number(random),
        reason: any_reason(random),
        measurements: any_measurements(random),
        candidate_usage: any_usage(random),
        evaluator_usage: any_usage(random),
        candidate_logs: any_logs(random),
        evaluator_logs: any_logs(random),
        last_call: random.once_in(2).then(|| any_call(random)),
    }
}

fn any_reason(random: &mut Random) -> Reason {
    let code = random.pick(Code::ALL).copied().unwrap_or(Code::Scored);
    let mut reason = Reason::new(code, any_text(random));
    if random.once_in(2) {
        reason.excess = Some(Excess {
            limit: any_text(random),
            measured: random.number(),
            allowed: random.number() >> random.below(64),
        });
    }
    if random.once_in(2) {
        reason.position = Some(Position { line: any_number(random), column: any_number(random) });
    }
    let frame =
        |random: &mut Random| Frame { function: any_text(random), line: any_number(random) };
    reason.traceback = (0..random.length(4)).map(|_| frame(random)).collect();
    reason.hint = random.once_in(2).then(|| any_text(random));
    reason
}

fn any_measurements(random: &mut Random) -> Vec<Measurement> {
    let one =
        |random: &mut Random| Measurement { name: any_text(random), value: finite_float(random) };
    (0..random.length(4)).map(|_| one(random)).collect()
}

fn any_usage(random: &mut Random) -> Usage {
    Usage {
        start_fuel: random.number() >> random.below(64),
        fuel: random.number() >> random.below(64),
        memory_bytes_peak: random.number() >> random.below(64),
        output_bytes: random.number() >> random.below(64),
        host_calls: random.number() >> random.below(64),
        calls: random.number() >> random.below(64),
    }
}

fn any_logs(random: &mut Random) -> Logs {
    Logs {
        stdout: any_text(random),
        stderr: any_text(random),
        lines: (0..random.length(3)).map(|_| any_text(random)).collect(),
    }
}

fn any_call(random: &mut Random) -> LastCall {
    LastCall {
        number: random.number(),
        function: any_text(random),
        arguments: any_text(random),
        answer: random.once_in(2).then(|| any_text(random)),
    }
}

fn any_digest(random: &mut Random) -> Digest {
    Digest::of(&random.number().to_le_bytes())
}

fn any_number(random: &mut Random) -> u32 {
    u32::try_from(random.number() >> random.between(32, 63)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_cannot_be_written_is_seen() {
        let mut verdict = any_verdict(&mut Random::of(0, 0));
        assert_eq!(round_trip(&verdict), Ok(()));
        verdict.score = Some(f64::NAN);
        assert!(round_trip(&verdict).is_err());
    }
}
