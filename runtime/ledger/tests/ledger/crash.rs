//! Processes that append under load, all killed at once at any moment: what was acknowledged is there, all is well,
//! and no blob is there in part.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;
use std::time::Duration;

use lazaret_ledger::Ledger;
use lazaret_trial::Digest;
use rustix::process::{Pid, Signal, kill_process_group};

use crate::support::{commitment, is_long, verdict};

const CHILD: &str = "LAZARET_TEST_LEDGER_CHILD";

/// What is not random enough for anything but moments.
pub struct Moments(u64);

impl Moments {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A process of this test that plays `role` for the ledger of `folder` until it ends or is killed.
pub fn child(role: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["crash::child_of_a_test", "--exact", "--nocapture", "--test-threads=1"]);
    command.env(CHILD, format!("{role}:{}", folder.display()));
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command
}

/// Does nothing but in a process that another test has started.
#[test]
fn child_of_a_test() {
    let Some(orders) = std::env::var_os(CHILD) else { return };
    let orders = orders.into_string().unwrap();
    let (role, folder) = orders.split_once(':').unwrap();
    let folder = Path::new(folder);
    match role {
        "append" => append(folder, u64::MAX),
        "few" => append(folder, 30),
        "two" => {
            // One of the same group that shares the output.
            let mut other = child("append", folder).stdout(Stdio::inherit()).spawn().unwrap();
            append(folder, u64::MAX);
            other.wait().unwrap();
        }
        _ => panic!("{role}"),
    }
}

/// Appends and says what is acknowledged, a line in one piece each.
fn append(folder: &Path, batches: u64) {
    let mut moments = Moments::new(u64::from(std::process::id()));
    let mut ledger = Ledger::open(folder).unwrap();
    for _ in 0..batches {
        let count = 1 + moments.below(12);
        let drafts: Vec<_> = (0..count).map(|_| verdict(0, 1, moments.below(1 << 40))).collect();
        let appended = ledger.append(&drafts).unwrap();
        let lines: String =
            appended.iter().map(|it| format!("\nack {} {}\n", it.sequence, it.leaf)).collect();
        std::io::stdout().lock().write_all(lines.as_bytes()).unwrap();
    }
}

/// What a child has said that is recorded; `begun` is told of each.
pub fn acknowledged(output: impl std::io::Read, begun: &Sender<()>) -> Vec<(u64, Digest)> {
    let mut all = Vec::new();
    // A process that is killed may have said half a line.
    for line in BufReader::new(output).lines().map_while(Result::ok) {
        let Some(rest) = line.strip_prefix("ack ") else { continue };
        let Some((sequence, leaf)) = rest.split_once(' ') else { continue };
        if let (Ok(sequence), Ok(leaf)) = (sequence.parse(), Digest::parse(leaf)) {
            all.push((sequence, leaf));
            // Nobody may be waiting.
            let _ = begun.send(());
        }
    }
    all
}

/// How many of what was acknowledged are not there.
pub fn lost(folder: &Path, acknowledged: &[(u64, Digest)]) -> usize {
    let ledger = Ledger::open_to_read(folder).unwrap();
    let there = |(sequence, leaf): &&(u64, Digest)| {
        ledger.leaf(*sequence).is_ok_and(|bytes| tlog_tiles::record_hash(&bytes).0 == *leaf.bytes())
    };
    acknowledged.len() - acknowledged.iter().filter(there).count()
}

#[test]
fn what_was_acknowledged_is_there_after_all_processes_are_killed_at_any_moment() {
    let rounds: u64 = if is_long() { 500 } else { 25 };
    let mut moments = Moments::new(20_261_126);
    let scratch = tempfile::tempdir().unwrap();
    let mut known: Vec<(u64, Digest)> = Vec::new();
    let (mut total, mut cut_off) = (0, 0);
    let mut folder = scratch.path().to_owned();
    for round in 0..rounds {
        // Now and then from the beginning, so that it is also killed while a ledger is made.
        if round % 20 == 0 {
            folder = scratch.path().join(round.to_string());
            known.clear();
            if round % 40 == 0 {
                Ledger::open(&folder).unwrap().append(&[commitment("task", 1)]).unwrap();
            }
        }
        if Ledger::open(&folder).unwrap().size().unwrap() == 0 {
            Ledger::open(&folder).unwrap().append(&[commitment("task", 1)]).unwrap();
        }
        let before = Ledger::open_to_read(&folder).unwrap().size().unwrap();
        let mut leader = child("two", &folder).process_group(0).spawn().unwrap();
        let output = leader.stdout.take().unwrap();
        let (begun, has_begun) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || acknowledged(output, &begun));
        // At any moment from the start on, and more often at one of the appending itself.
        if round % 4 != 0 {
            has_begun.recv().unwrap();
        }
        std::thread::sleep(Duration::from_millis(moments.below(100)));
        kill_process_group(Pid::from_child(&leader), Signal::KILL).unwrap();
        leader.wait().unwrap();
        let said = reader.join().unwrap();
        total += said.len();
        known.extend(&said);
        assert_eq!(lost(&folder, &known), 0, "round {round}");
        // Before anybody mends anything, and after.
        for opened in [Ledger::open_to_read(&folder), Ledger::open(&folder)] {
            let ledger = opened.unwrap();
            let verified = ledger.verify(None, &mut |_| ()).unwrap();
            assert_eq!(verified.bad, None, "round {round}");
            assert!(before + said.len() as u64 <= verified.entries, "round {round}");
            cut_off += u64::from(before + (said.len() as u64) < verified.entries);
        }
    }
    eprintln!("{rounds} rounds, {total} entries acknowledged, lost 0; {} unheard", cut_off / 2);
    assert!(rounds < total as u64, "the processes were killed before they did anything");
}
