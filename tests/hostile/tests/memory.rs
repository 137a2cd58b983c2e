//! What is measured of memory, in a process in which nothing else runs.

use std::process::Command;

use lazaret_hostile::measured;

#[test]
fn a_peak_is_seen_after_it_is_over_and_children_are_seen_too() {
    let (_, peaks) = measured(|| drop(std::hint::black_box(vec![1_u8; 64 << 20]))).unwrap();
    assert!(peaks.before_bytes + (60 << 20) < peaks.host_bytes, "{peaks:?}");
    assert_eq!((peaks.child_bytes, peaks.most()), (0, peaks.host_bytes));

    // A shell that starts another process, which is a child of the child.
    let script = "sleep 0.2; true";
    let run = || Command::new("sh").args(["-c", script]).status().unwrap();
    let (status, later) = measured(run).unwrap();
    assert!(status.success());
    assert!(100 << 10 < later.child_bytes, "{later:?}");
    assert!(later.host_bytes < peaks.host_bytes, "{later:?} after {peaks:?}");
}
