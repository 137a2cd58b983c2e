//! Figures for whoever watches the service. Every label has a bounded set of values.

use prometheus::core::Collector;
use prometheus::{
    Encoder, Gauge, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec,
    Opts, Registry, TextEncoder,
};

use lazaret_trial::{Class, Code, Verdict};

use crate::jobs::Tally;
use crate::request::Status;

/// Bounds of the histograms, in seconds: from an answer out of the ledger to a candidate that runs for minutes.
const SECONDS: &[f64] = &[
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
    60.0, 300.0,
];

/// All figures.
pub struct Metrics {
    registry: Registry,
    pub verdicts: IntCounterVec,
    pub ended: IntCounterVec,
    pub fuel: IntCounterVec,
    pub stage: HistogramVec,
    pub queue_depth: IntGauge,
    pub queue_limit: IntGauge,
    pub unrecorded: IntGauge,
    pub workers: IntGauge,
    pub workers_busy: IntGauge,
    pub jail_layer: IntGaugeVec,
    pub recalls: IntCounterVec,
    pub worker_deaths: IntCounter,
    pub ledger_entries: IntGauge,
    pub ledger_blobs: IntGauge,
    pub ledger_bytes: IntGauge,
    pub ledger_failures: IntCounter,
    pub requests: IntCounterVec,
    pub request_seconds: HistogramVec,
    pub connections: IntGauge,
    pub streams: IntGauge,
    resident_bytes: IntGauge,
    start_seconds: Gauge,
}

/// What a figure is called and what it is.
type Name = (&'static str, &'static str);

impl Metrics {
    /// All at zero. The names are fixed and different, so that this fails only if somebody has changed that.
    pub fn new(tasks: &[&str]) -> prometheus::Result<Self> {
        let registry = Registry::new();
        let it = Self {
            verdicts: counters(
                &registry,
                ("lazaret_verdicts_total", "verdicts that were made, by task, class and reason"),
                &["task", "class", "reason"],
            )?,
            ended: counters(
                &registry,
                ("lazaret_evaluations_total", "evaluations that have ended, by how"),
                &["status"],
            )?,
            fuel: counters(
                &registry,
                ("lazaret_fuel_total", "fuel of verdicts that were made, by task and side"),
                &["task", "side"],
            )?,
            stage: seconds(
                &registry,
                (
                    "lazaret_stage_seconds",
                    "time of an evaluation by stage: queue, evaluate, record, total",
                ),
                "stage",
            )?,
            queue_depth: gauge(&registry, ("lazaret_queue_depth", "evaluations that wait"))?,
            queue_limit: gauge(
                &registry,
                ("lazaret_queue_limit", "how many may wait and run together"),
            )?,
            unrecorded: gauge(
                &registry,
                ("lazaret_evaluations_unrecorded", "evaluations that the ledger could not take"),
            )?,
            workers: gauge(&registry, ("lazaret_workers", "evaluations that can run at a time"))?,
            workers_busy: gauge(&registry, ("lazaret_workers_busy", "evaluations that run"))?,
            jail_layer: register(
                &registry,
                IntGaugeVec::new(
                    Opts::new(
                        "lazaret_jail_layer",
                        "walls around each worker: 1 stands, 0 is missing",
                    ),
                    &["layer", "required"],
                )?,
            )?,
            recalls: counters(
                &registry,
                (
                    "lazaret_ledger_recalls_total",
                    "candidates that the ledger knew (hit) or not (miss)",
                ),
                &["result"],
            )?,
            worker_deaths: register(
                &registry,
                IntCounter::new(
                    "lazaret_worker_deaths_total",
                    "workers that were lost with a candidate in them",
                )?,
            )?,
            ledger_entries: gauge(&registry, ("lazaret_ledger_entries", "entries of the ledger"))?,
            ledger_blobs: gauge(&registry, ("lazaret_ledger_blobs", "blobs of the ledger"))?,
            ledger_bytes: gauge(&registry, ("lazaret_ledger_bytes", "bytes of its database"))?,
            ledger_failures: register(
                &registry,
                IntCounter::new(
                    "lazaret_ledger_failures_total",
                    "verdicts that could not be appended",
                )?,
            )?,
            requests: counters(
                &registry,
                ("lazaret_http_requests_total", "requests, by route, method and status"),
                &["route", "method", "status"],
            )?,
            request_seconds: seconds(
                &registry,
                ("lazaret_http_request_seconds", "time to the head of the answer, by route"),
                "route",
            )?,
            connections: gauge(
                &registry,
                ("lazaret_http_connections", "connections that are open"),
            )?,
            streams: gauge(&registry, ("lazaret_http_streams", "streams of events that are open"))?,
            resident_bytes: gauge(
                &registry,
                (
                    "process_resident_memory_bytes",
                    "memory of the service itself, without its workers",
                ),
            )?,
            start_seconds: register(
                &registry,
                Gauge::new("process_start_time_seconds", "when it was started, since 1970")?,
            )?,
            registry,
        };
        it.begin(tasks)?;
        Ok(it)
    }

    /// Everything that there can be is there from the beginning, so that rates have a zero to start from.
    fn begin(&self, tasks: &[&str]) -> prometheus::Result<()> {
        for task in tasks {
            for code in Code::ALL {
                let (class, reason) = labels(*code);
                self.verdicts.with_label_values(&[*task, class, reason]);
            }
            for side in ["candidate", "evaluator"] {
                self.fuel.with_label_values(&[*task, side]);
            }
        }
        for status in Status::ALL.into_iter().filter(|status| status.is_end()) {
            self.ended.with_label_values(&[status.name()]);
        }
        for stage in ["queue", "evaluate", "record", "total"] {
            self.stage.with_label_values(&[stage]);
        }
        for result in ["hit", "miss"] {
            self.recalls.with_label_values(&[result]);
        }
        self.start_seconds
            .set(f64::from(u32::try_from(crate::request::now_ms() / 1000).unwrap_or(0)));
        let build = IntGaugeVec::new(
            Opts::new("lazaret_build_info", "1, with the version that this is"),
            &["version"],
        )?;
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        self.registry.register(Box::new(build))
    }

    /// Counts ends of evaluations, for the list of jobs.
    pub fn tally(&self) -> Tally {
        let (ended, total) = (self.ended.clone(), self.stage.with_label_values(&["total"]));
        Box::new(move |status, time| {
            ended.with_label_values(&[status.name()]).inc();
            total.observe(time.as_secs_f64());
        })
    }

    /// A verdict that was made now, not recalled.
    pub fn verdict(&self, task: &str, verdict: &Verdict) {
        let (class, reason) = labels(verdict.code());
        self.verdicts.with_label_values(&[task, class, reason]).inc();
        for (side, usage) in
            [("candidate", &verdict.candidate_usage), ("evaluator", &verdict.evaluator_usage)]
        {
            self.fuel.with_label_values(&[task, side]).inc_by(usage.fuel);
        }
    }

    /// All of it in the text form.
    pub fn text(&self) -> prometheus::Result<String> {
        // A machine that does not say how much memory is used says zero.
        let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        let pages = pages.split(' ').nth(1).and_then(|it| it.parse::<i64>().ok()).unwrap_or(0);
        self.resident_bytes.set(pages.saturating_mul(4096));
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

/// The class and the rest of a code.
fn labels(code: Code) -> (&'static str, &'static str) {
    match (code.class(), code.as_str().split_once('/')) {
        (_, Some((class, reason))) => (class, reason),
        (Class::Scored, None) => ("scored", ""),
        (_, None) => (code.as_str(), ""),
    }
}

fn register<C: Collector + Clone + 'static>(registry: &Registry, it: C) -> prometheus::Result<C> {
    registry.register(Box::new(it.clone()))?;
    Ok(it)
}

fn gauge(registry: &Registry, (name, help): Name) -> prometheus::Result<IntGauge> {
    register(registry, IntGauge::new(name, help)?)
}

fn counters(
    registry: &Registry,
    (name, help): Name,
    labels: &[&str],
) -> prometheus::Result<IntCounterVec> {
    register(registry, IntCounterVec::new(Opts::new(name, help), labels)?)
}

fn seconds(
    registry: &Registry,
    (name, help): Name,
    label: &str,
) -> prometheus::Result<HistogramVec> {
    let options = HistogramOpts::new(name, help).buckets(SECONDS.to_vec());
    register(registry, HistogramVec::new(options, &[label])?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that the dashboard and the alert rules use, without what Prometheus adds to histograms.
    fn used(text: &str) -> Vec<String> {
        let word = |it: char| it.is_ascii_alphanumeric() || it == '_';
        let names = text.split(|it: char| !word(it));
        let ours = names.filter(|it| it.starts_with("lazaret_") || it.starts_with("process_"));
        let mut names: Vec<String> = ours
            .map(|name| {
                let ends = ["_bucket", "_sum", "_count"];
                let end =
                    ends.iter().find(|end| name.ends_with(**end) && name.contains("_seconds"));
                end.map_or(name, |end| name.trim_end_matches(end)).to_owned()
            })
            .collect();
        names.sort();
        names.dedup();
        names
    }

    #[test]
    fn every_figure_that_the_dashboard_and_the_alerts_name_is_there() {
        let metrics = Metrics::new(&["task"]).unwrap();
        metrics.jail_layer.with_label_values(&["seccomp", "true"]).set(1);
        metrics.requests.with_label_values(&["/x", "GET", "200"]).inc();
        metrics.request_seconds.with_label_values(&["/x"]).observe(0.1);
        let text = metrics.text().unwrap();
        let there: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next())
            .collect();
        for file in
            [include_str!("../monitoring/alerts.yml"), include_str!("../monitoring/dashboard.json")]
        {
            let used = used(file);
            assert!(5 < used.len(), "{used:?}");
            for name in used {
                assert!(there.contains(&name.as_str()), "`{name}` is not in:\n{text}");
            }
        }
        assert_eq!(used("rate(lazaret_nothing_total[5m])"), ["lazaret_nothing_total"]);
        assert!(!there.contains(&"lazaret_nothing_total"));
    }

    #[test]
    fn every_code_has_its_place_from_the_beginning() {
        let text = Metrics::new(&["task"]).unwrap().text().unwrap();
        for code in Code::ALL {
            let (class, reason) = labels(*code);
            let line = format!(
                "lazaret_verdicts_total{{class=\"{class}\",reason=\"{reason}\",task=\"task\"}} 0"
            );
            assert!(text.contains(&line), "{line}");
        }
    }
}
