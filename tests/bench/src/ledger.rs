//! What recording costs, and whether a ledger stays usable as it grows: `lazaret-bench ledger ENTRIES`.
//!
//! The verdicts are a real one of the bin packing task, all of it and its first three cases in turn, with other
//! numbers in each, so that no two are alike.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use lazaret_ledger::{Body, CommitmentEntry, Draft, Filter, Ledger, Lineage, VerdictEntry};
use lazaret_trial::{Code, Digest, Identity, IdentityPart, Verdict};
use rustix::time::{ClockId, clock_gettime};

use crate::resident::{mib, status_kib};
use crate::statistics::Times;

const VERDICT: &str = include_str!("verdict.json");
const SOURCE: &str = include_str!("../../../examples/online-bin-packing/candidates/best_fit.py");
const TASK: &str = "online-bin-packing";

/// How often something short is done.
const REPEATS: u64 = 200;

/// Makes verdicts, no two alike.
struct Maker {
    whole: Verdict,
    small: Verdict,
    identity: Identity,
    made: u64,
    random: u64,
}

impl Maker {
    fn new() -> Result<Self> {
        let whole: Verdict = serde_json::from_str(VERDICT)?;
        let mut small = whole.clone();
        small.cases.truncate(3);
        let parts = vec![IdentityPart { name: "task".to_owned(), value: TASK.to_owned() }];
        Ok(Self { whole, small, identity: Identity::of(parts), made: 0, random: 1 })
    }

    fn random(&mut self, bound: u64) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random % bound
    }

    fn commitment(&self) -> Draft {
        let setting = b"the task".to_vec();
        let body = Body::Commitment(CommitmentEntry {
            task: TASK.to_owned(),
            identity: self.identity.clone(),
            cases: Digest::of(b"cases"),
            case_count: 10,
            setting: Digest::of(&setting),
            blobs: Vec::new(),
        });
        Draft { body, blobs: vec![setting] }
    }

    fn source(number: u64) -> Vec<u8> {
        format!("# candidate {number}\n{SOURCE}").into_bytes()
    }

    #[expect(clippy::cast_precision_loss, reason = "the numbers are made up")]
    fn verdict(&mut self) -> Result<Draft> {
        self.made += 1;
        let source = Self::source(self.made);
        let mut verdict =
            if self.made.is_multiple_of(2) { self.whole.clone() } else { self.small.clone() };
        for case in &mut verdict.cases {
            case.candidate_usage.fuel += self.random(1 << 20);
            case.evaluator_usage.fuel += self.random(1 << 20);
            for measurement in &mut case.measurements {
                measurement.value += self.random(1 << 20) as f64 / 1e6;
            }
        }
        verdict.candidate = Digest::of(&source);
        verdict.score = Some(self.random(1 << 30) as f64 / 1e9);
        verdict.identity = Some(self.identity.digest);
        let bytes = serde_json::to_vec(&verdict)?;
        let body = Body::Verdict(VerdictEntry {
            commitment: 0,
            identity: self.identity.digest,
            task: TASK.to_owned(),
            candidate: verdict.candidate,
            name: "candidate.py".to_owned(),
            source: verdict.candidate,
            blobs: Vec::new(),
            maker: "python".to_owned(),
            code: Code::Scored,
            score: verdict.score,
            fuel: self.random(1 << 40),
            verdict: Digest::of(&bytes),
            wall_ms: self.random(1 << 12),
            lineage: Lineage::default(),
        });
        Ok(Draft { body, blobs: vec![source, bytes] })
    }

    fn batch(&mut self, count: u64) -> Result<Vec<Draft>> {
        (0..count).map(|_| self.verdict()).collect()
    }
}

/// Measures and prints, at each power of ten up to `entries`.
pub fn measure(folder: &Path, entries: u64) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let scratch = tempfile::tempdir_in(folder)?;
    let folder = scratch.path().join("ledger");
    let mut maker = Maker::new()?;
    let mut ledger = Ledger::open(&folder)?;
    ledger.append(&[maker.commitment()])?;
    println!(
        "the ledger, with verdicts of the bin packing task ({} and {} bytes)",
        serde_json::to_vec(&maker.whole)?.len(),
        serde_json::to_vec(&maker.small)?.len()
    );
    let mut next = 10_000;
    let mut appending = Duration::ZERO;
    let mut since = 0;
    while next <= entries {
        while ledger.size()? < next {
            let drafts = maker.batch(1000.min(next - ledger.size()?))?;
            let begin = Instant::now();
            ledger.append(&drafts)?;
            appending += begin.elapsed();
            since += drafts.len() as u64;
        }
        println!("  at {} entries", ledger.size()?);
        println!("    the last {since} in groups of 1000: {:.0} a second", rate(since, appending));
        (appending, since) = (Duration::ZERO, 0);
        appends(&mut ledger, &mut maker)?;
        reads(&folder, &ledger, &mut maker)?;
        verify(&folder, &ledger)?;
        next *= 10;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn rate(count: u64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

/// What this process has used of the processor, which says more where others use it, too.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

fn appends(ledger: &mut Ledger, maker: &mut Maker) -> Result<()> {
    for (group, groups) in [(1, 100), (10, 30), (100, 10), (1000, 5)] {
        let mut times = Vec::new();
        let mut processor = Duration::ZERO;
        for _ in 0..groups {
            let drafts = maker.batch(group)?;
            let (begin, cpu) = (Instant::now(), processor_time());
            ledger.append(&drafts)?;
            times.push(begin.elapsed());
            processor += processor_time() - cpu;
        }
        let all: Duration = times.iter().sum();
        let times = Times::new(times);
        println!(
            "    append {group:>4}: {:>8.2} ms (p90 {:.2}), {:.0} verdicts a second; processor {:.1} ms for 1000",
            times.median(),
            times.quantile(0.9),
            rate(group * groups, all),
            1000.0 / rate(group * groups, processor) * 1000.0
        );
    }
    Ok(())
}

/// Times something and prints half-way and nearly slowest.
fn time<T>(name: &str, repeats: u64, mut act: impl FnMut() -> Result<T>) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..repeats {
        let begin = Instant::now();
        act()?;
        times.push(begin.elapsed());
    }
    let times = Times::new(times);
    println!("    {name:<34}{:>9.3} ms (p90 {:.3})", times.median(), times.quantile(0.9));
    Ok(())
}

fn reads(folder: &Path, ledger: &Ledger, maker: &mut Maker) -> Result<()> {
    time("open", 20, || Ok(Ledger::open(folder)?))?;
    time("open to read", 20, || Ok(Ledger::open_to_read(folder)?))?;
    let reader = Ledger::open_to_read(folder)?;
    let size = reader.size()?;
    time("entry", REPEATS, || Ok(reader.entry(maker.random(size))?))?;
    let identity = maker.identity.digest;
    time("find, there", REPEATS, || {
        let candidate = Digest::of(&Maker::source(1 + maker.random(maker.made)));
        reader.find(identity, candidate, |_| true)?.context("it is there")
    })?;
    time("find, not there", REPEATS, || {
        let candidate = Digest::of(&maker.random(u64::MAX).to_le_bytes());
        ensure!(reader.find(identity, candidate, |_| true)?.is_none());
        Ok(())
    })?;
    let page = |filter: Filter| Ok(reader.list(&Filter { limit: 20, ..filter })?);
    time("list, the last 20", REPEATS, || page(Filter::default()))?;
    time("list, 20 in the middle", REPEATS, || {
        page(Filter { before: Some(size / 2), ..Filter::default() })
    })?;
    let scored = || Filter { code: Some("scored".to_owned()), ..Filter::default() };
    time("list, 20 scored of the task", REPEATS, || {
        page(Filter { task: Some(TASK.to_owned()), ..scored() })
    })?;
    time("list, one candidate", REPEATS, || {
        let candidate = Some(Digest::of(&Maker::source(1 + maker.random(maker.made))));
        page(Filter { candidate, ..Filter::default() })
    })?;
    time("list, a task that is not there", 20, || {
        page(Filter { task: Some("none".to_owned()), ..Filter::default() })
    })?;
    time("list, a code that is not there", 20, || {
        page(Filter { code: Some("failed/".to_owned()), ..Filter::default() })
    })?;
    time("list, an identity that is not there", 20, || {
        page(Filter { identity: Some(Digest::of(b"none")), ..Filter::default() })
    })?;
    let sizes = ledger.sizes()?;
    println!("    on disk: {} bytes a verdict", sizes.disk_bytes / sizes.entries);
    Ok(())
}

fn verify(folder: &Path, ledger: &Ledger) -> Result<()> {
    let before = status_kib("VmRSS:")?;
    let reader = Ledger::open_to_read(folder)?;
    let (begin, cpu) = (Instant::now(), processor_time());
    let verified = reader.verify(None, &mut |_| ())?;
    let (elapsed, processor) = (begin.elapsed(), processor_time() - cpu);
    ensure!(verified.bad.is_none() && verified.entries == ledger.size()?, "{:?}", verified.bad);
    println!(
        "    verify: {:.1} s, {:.0} entries a second (processor {:.1} s); resident {:.0} MiB before, {:.0} MiB after, {:.0} MiB at its peak",
        elapsed.as_secs_f64(),
        rate(verified.entries, elapsed),
        processor.as_secs_f64(),
        mib(before),
        mib(status_kib("VmRSS:")?),
        mib(status_kib("VmHWM:")?),
    );
    Ok(())
}
