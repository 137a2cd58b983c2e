//! Who comes next, who ends how, and that nobody is lost on the way.

use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use super::{Cancelled, Jobs};
use crate::limits::{RECENT_MAX, TOGETHER_MAX};
use crate::request::{End, Order, Status, Wishes};

fn order(id: u64, seed: u64) -> Arc<Order> {
    let wishes = Wishes { seed, ..Wishes::default() };
    Arc::new(Order { id, task: "task".to_owned(), name: "x.py".to_owned(), wishes })
}

fn jobs(max: usize, slots: usize, seeds: &[u64]) -> Jobs {
    let jobs = Jobs::new(max, slots, Box::new(|_, _| {}));
    for (id, seed) in (1..).zip(seeds) {
        jobs.enter(order(id, *seed), None);
    }
    jobs
}

#[track_caller]
fn picked(jobs: &Jobs) -> Vec<u64> {
    jobs.pick().unwrap().jobs.iter().map(|(order, _)| order.id).collect()
}

fn done() -> End {
    End::before_judging(Status::Done, Duration::ZERO)
}

#[test]
fn what_is_alike_is_judged_in_one_go_but_no_slot_takes_all() {
    let alike = jobs(100, 1, &[0, 0, 0, 1, 0]);
    assert_eq!(picked(&alike), [1, 2, 3]);
    assert_eq!(picked(&alike), [4]);
    assert_eq!(picked(&alike), [5]);
    let two_slots = jobs(100, 2, &[0, 0, 0, 0]);
    assert_eq!(picked(&two_slots), [1, 2]);
    let many = jobs(100, 1, &[0; 20]);
    assert_eq!(picked(&many).len(), TOGETHER_MAX);
}

#[test]
fn there_is_room_for_as_many_as_are_allowed() {
    let jobs = jobs(3, 1, &[0]);
    let room = jobs.room(2).unwrap();
    let full = jobs.room(1).err().unwrap();
    assert_eq!((full.live, full.max), (3, 3));
    drop(room);
    drop(jobs.room(2).unwrap());
    assert!(jobs.room(3).is_err());
    jobs.end(1, &done());
    drop(jobs.room(3).unwrap());
}

#[test]
fn who_waits_is_cancelled_at_once_and_who_runs_soon() {
    let jobs = jobs(100, 1, &[0, 1]);
    let batch = jobs.pick().unwrap();
    assert!(matches!(jobs.cancel(2), Cancelled::Now(..)));
    assert!(matches!(jobs.cancel(2), Cancelled::Ended(it) if it.status == Status::Cancelled));
    assert!(!batch.interrupt.is_raised());
    assert!(matches!(jobs.cancel(1), Cancelled::Soon(_)));
    assert!(batch.interrupt.is_raised());
    assert_eq!(jobs.stopped(1), Some(Status::Cancelled));
    assert!(matches!(jobs.cancel(7), Cancelled::Unknown));
    assert_eq!(jobs.counts(), (0, 1, 0));
}

#[test]
fn who_was_stopped_because_of_another_begins_again_and_alone() {
    let jobs = jobs(100, 1, &[0, 0, 0]);
    assert_eq!(picked(&jobs), [1, 2, 3]);
    assert!(matches!(jobs.cancel(2), Cancelled::Soon(_)));
    assert_eq!(jobs.stopped(3), None);
    assert_eq!(jobs.stopped(2), Some(Status::Cancelled));
    assert_eq!(jobs.stopped(1), None);
    jobs.end(2, &End::before_judging(Status::Cancelled, Duration::ZERO));
    assert_eq!(jobs.counts(), (2, 0, 0));
    assert_eq!(picked(&jobs), [1]);
    assert_eq!(picked(&jobs), [3]);
    assert_eq!(jobs.counts(), (0, 2, 0));
}

#[test]
fn deadlines_count_the_time_in_the_queue() {
    let jobs = jobs(100, 1, &[0]);
    let past = Instant::now();
    jobs.enter(order(2, 1), Some(past));
    jobs.enter(order(3, 1), Some(past + Duration::from_secs(3600)));
    let batch = jobs.pick().unwrap();
    let expired: Vec<u64> = jobs.expire().iter().map(|(order, ..)| order.id).collect();
    assert_eq!(expired, [2]);
    assert_eq!(jobs.snapshot(2).unwrap().status, Status::Expired);
    assert_eq!(jobs.snapshot(3).unwrap().status, Status::Queued);
    assert!(!batch.interrupt.is_raised());
    jobs.end(1, &done());
    jobs.enter(order(4, 5), Some(Instant::now() + Duration::from_millis(1)));
    assert_eq!(picked(&jobs), [3]);
    let batch = jobs.pick().unwrap();
    std::thread::sleep(Duration::from_millis(2));
    assert!(jobs.expire().is_empty());
    assert!(batch.interrupt.is_raised());
    assert_eq!(jobs.stopped(4), Some(Status::Expired));
}

#[test]
fn what_could_not_be_recorded_keeps_its_place() {
    let jobs = jobs(1, 1, &[0]);
    assert_eq!(picked(&jobs), [1]);
    jobs.trouble(1, "no space".to_owned());
    assert_eq!(jobs.counts(), (0, 0, 1));
    let snapshot = jobs.snapshot(1).unwrap();
    assert_eq!(
        (snapshot.status, snapshot.trouble.as_deref()),
        (Status::Unrecorded, Some("no space"))
    );
    assert!(jobs.room(1).is_err());
}

#[test]
fn a_job_ends_once_and_is_remembered_for_a_while() {
    let jobs = Jobs::new(10_000, 1, Box::new(|_, _| {}));
    for id in 1..=RECENT_MAX as u64 + 1 {
        jobs.enter(order(id, 0), None);
        assert!(jobs.end(id, &done()).is_some());
        assert!(jobs.end(id, &done()).is_none());
    }
    assert!(jobs.snapshot(1).is_none());
    assert!(jobs.snapshot(2).is_some());
}

/// Whoever sees that a job has ended sees it counted as well.
#[test]
fn an_end_is_counted_once_and_before_it_can_be_seen() {
    let (told, ends) = mpsc::channel();
    let jobs = Jobs::new(10, 1, Box::new(move |status, _| told.send(status).unwrap()));
    for id in 1..=3 {
        jobs.enter(order(id, id), (id == 3).then(Instant::now));
    }
    std::thread::scope(|scope| {
        scope.spawn(|| jobs.end(1, &done()));
        while jobs.snapshot(1).unwrap().status != Status::Done {}
        assert_eq!(ends.try_recv(), Ok(Status::Done));
    });
    jobs.cancel(2);
    assert_eq!(ends.try_recv(), Ok(Status::Cancelled));
    jobs.expire();
    assert_eq!(ends.try_recv(), Ok(Status::Expired));
    assert!(jobs.end(1, &done()).is_none());
    assert!(ends.try_recv().is_err());
}

#[test]
fn nobody_waits_for_work_when_it_is_closed() {
    let jobs = jobs(100, 1, &[0]);
    jobs.close();
    assert!(jobs.pick().is_none());
    assert_eq!(jobs.counts(), (1, 0, 0));
}
