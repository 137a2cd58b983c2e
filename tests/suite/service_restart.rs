//! `lazaret serve` that is stopped, killed and started again: nothing that was accepted is lost.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::service_client::{
    Server, command, counts, endless, line, log, start_task, write_slow_task,
};
use crate::support::lazaret;

fn verify(folder: &Path, ledger: &Path) {
    let arguments = ["ledger", "verify", "--ledger", ledger.to_str().unwrap()];
    let output = lazaret(folder, &arguments);
    assert_eq!(output.exit, Some(0), "{}{}", output.stdout, output.stderr);
}

#[test]
fn the_second_service_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger");
    let server = Server::start(&ledger, &[&start_task()], &[]);
    let second = command(&ledger, &[&start_task()], &[]).output().unwrap();
    assert_eq!(second.status.code(), Some(5));
    let taken = format!("another service (process {}) works for the ledger", server.child.id());
    assert!(log(&ledger).contains(&taken), "{}", log(&ledger));
    let other = folder.path().join("other");
    let port = command(&other, &[&start_task()], &["--listen", &server.address]).output().unwrap();
    assert_eq!(port.status.code(), Some(5));
    let listen = format!("cannot listen on {}: Address already in use", server.address);
    assert!(log(&other).contains(&listen), "{}", log(&other));
    assert_eq!(server.get("/readyz").status, 200, "the first one does not mind");
    assert_eq!(server.stop(), Some(0));
    assert_eq!(Server::start(&ledger, &[&start_task()], &[]).stop(), Some(0));
}

#[test]
fn what_runs_comes_to_its_end_and_what_waits_is_taken_up_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let (ledger, slow) = (folder.path().join("ledger"), write_slow_task(folder.path()));
    let server = Server::start(&ledger, &[&slow], &["--jobs", "1", "--grace", "60"]);
    let runs = server.submit("slow", &counts(20_000_000));
    server.until(runs, "running");
    let mut waits = counts(7);
    waits["seed"] = json!(1);
    let waits = server.submit("slow", &waits);
    server.signal(libc::SIGTERM);
    while server.get("/readyz").status != 503 {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(server.post("/v1/tasks/slow/evaluations", &counts(8)).status, 503);
    assert_eq!(server.ended(runs)["code"], "scored");
    assert_eq!(server.stop_wait(), Some(0));
    let server = Server::start(&ledger, &[&slow], &[]);
    assert_eq!(server.get(&format!("/v1/evaluations/{runs}")).json()["status"], "done");
    assert_eq!(server.ended(waits)["code"], "scored");
    verify(folder.path(), &ledger);
}

#[test]
fn what_runs_too_long_after_a_stop_is_stopped_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (ledger, slow) = (folder.path().join("ledger"), write_slow_task(folder.path()));
    let server = Server::start(&ledger, &[&slow], &["--grace", "0"]);
    let id = server.submit("slow", &endless());
    server.until(id, "running");
    assert_eq!(server.stop(), Some(0));
    let server = Server::start(&ledger, &[&slow], &[]);
    server.until(id, "running");
    assert_eq!(server.cancel(id).status, 202);
    assert_eq!(server.ended(id)["status"], "cancelled");
    assert_eq!(server.stop(), Some(0));
    let server = Server::start(&ledger, &[&start_task()], &[]);
    let unknown = server.get(&format!("/v1/evaluations/{id}")).json();
    assert_eq!(unknown["status"], "cancelled", "it is remembered without its task, too");
}

#[test]
fn a_service_that_is_killed_at_any_moment_loses_nothing_that_it_has_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger");
    let mut accepted = Vec::new();
    for round in 0..6 {
        let server = Server::start(&ledger, &[&start_task()], &[]);
        for number in 0..6 {
            let submissions: Vec<_> =
                (0..4).map(|it| line(round * 100 + number * 4 + it)).collect();
            let body = json!({"evaluations": submissions});
            let reply = server.post("/v1/tasks/start/batches", &body).json();
            let ids = reply["evaluations"].as_array().unwrap().iter();
            accepted.extend(ids.map(|it| it["id"].as_u64().unwrap()));
        }
        std::thread::sleep(Duration::from_millis(37 * round as u64));
        server.kill();
    }
    let server = Server::start(&ledger, &[&start_task()], &[]);
    assert_eq!(accepted.len(), 144);
    for id in accepted {
        let evaluation = server.ended(id);
        assert_eq!(evaluation["code"], "scored", "{evaluation}");
    }
    assert_eq!(server.stop(), Some(0));
    verify(folder.path(), &ledger);
}

/// Whichever of the two databases cannot grow first: nobody is told of a verdict that is not recorded, the service says
/// that it cannot go on, and the next one does what this one could not.
#[test]
fn a_full_disk_loses_nothing_that_was_accepted() {
    // With the first, a verdict comes too late; with the second, a submission.
    for kib in [700, 1_300] {
        fill(kib);
    }
}

fn fill(kib: u32) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger");
    std::fs::create_dir(&ledger).unwrap();
    let server = Server::start_on_small_disk(&ledger, &[&start_task()], kib);
    let (mut accepted, mut refused, mut unrecorded) = (Vec::new(), 0, 0);
    for number in 0..200 {
        let reply = server.post("/v1/tasks/start/evaluations", &line(number));
        if reply.status == 202 {
            let id = reply.json()["id"].as_u64().unwrap();
            accepted.push(id);
            let evaluation = server.ended(id);
            match evaluation["status"].as_str().unwrap() {
                "done" => assert_eq!(evaluation["code"], "scored", "{evaluation}"),
                "unrecorded" => {
                    unrecorded += 1;
                    assert!(evaluation["message"].is_string(), "{evaluation}");
                    assert!(evaluation.get("verdict").is_none(), "{evaluation}");
                }
                _ => panic!("{evaluation}"),
            }
        } else {
            refused += 1;
            assert_eq!(reply.status, 503, "{}", reply.json());
            assert!(0 < reply.headers["retry-after"].parse::<u32>().unwrap());
        }
        if 3 < refused + unrecorded {
            break;
        }
    }
    assert!(3 < refused + unrecorded, "{} were accepted, and all recorded", accepted.len());
    assert_eq!(server.get("/readyz").status, if 0 < unrecorded { 503 } else { 200 });
    assert_eq!(server.stop(), Some(0));
    let holder = std::fs::read_to_string(folder.path().join("holder")).unwrap();
    let (holder, larger) = (holder.trim(), folder.path().join("larger"));
    let small = format!("/proc/{holder}/root{}", ledger.display());
    let copied = Command::new("cp").args(["-a", &small]).arg(&larger).status().unwrap();
    assert!(Command::new("kill").arg(holder).status().unwrap().success() && copied.success());
    let ledger = larger;
    verify(folder.path(), &ledger);
    let server = Server::start(&ledger, &[&start_task()], &[]);
    for id in &accepted {
        let evaluation = server.ended(*id);
        assert_eq!(evaluation["code"], "scored", "{evaluation}");
    }
    assert_eq!(server.stop(), Some(0));
    verify(folder.path(), &ledger);
}
