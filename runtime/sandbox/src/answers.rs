//! What an evaluator answers, in the host's own words; texts are cut to their bounds.

use lazaret_trial::{Code, Description, Goal, Measurement, Metric};

use crate::bindings::lazaret::evaluator::types as wit;
use crate::failure::{bound_raised, cut, raised_reason};
use crate::scorer::Problem;

pub fn measurements_from(measurements: Vec<wit::Measurement>) -> Vec<Measurement> {
    let measurement = |wit::Measurement { mut name, value }| {
        cut(&mut name);
        Measurement { name, value }
    };
    measurements.into_iter().map(measurement).collect()
}

pub fn description_from(description: wit::Description) -> Description {
    let metric = |metric: wit::Metric| Metric {
        name: metric.name,
        goal: match metric.goal {
            wit::Goal::Minimize => Goal::Minimize,
            wit::Goal::Maximize => Goal::Maximize,
        },
        unit: metric.unit,
        minimum: metric.minimum,
        maximum: metric.maximum,
    };
    Description {
        metrics: description.metrics.into_iter().map(metric).collect(),
        splits: description.splits,
    }
}

pub fn problem_from(problem: wit::Problem) -> Problem {
    match problem {
        wit::Problem::CandidateFailed => Problem::CandidateFailed,
        wit::Problem::InvalidOutput(mut text) => {
            cut(&mut text);
            Problem::InvalidOutput(text)
        }
        wit::Problem::Exception(mut raised) => {
            bound_raised(&mut raised);
            Problem::Exception(raised_reason(Code::FaultEvaluatorException, &raised))
        }
        wit::Problem::Invalid(mut text) => {
            cut(&mut text);
            Problem::Invalid(text)
        }
    }
}
