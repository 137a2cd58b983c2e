//! Processor time, by which it is told whether a program was slow or waited for the machine.

use std::mem::MaybeUninit;
use std::time::Duration;

/// The processor time of a process so far, over all its threads and without its children. None if there is no
/// such process, or its clock cannot be read.
#[must_use]
pub fn processor_time(process: u32) -> Option<Duration> {
    let process = libc::pid_t::try_from(process).ok().filter(|id| 0 < *id)?;
    let mut clock = 0;
    #[expect(unsafe_code, reason = "no library wraps the clocks of other processes")]
    // SAFETY: the number is whole and outlives the call.
    let found = unsafe { libc::clock_getcpuclockid(process, &raw mut clock) };
    if found == 0 { read(clock) } else { None }
}

/// The processor time of the calling thread so far.
#[must_use]
pub fn own_processor_time() -> Option<Duration> {
    read(libc::CLOCK_THREAD_CPUTIME_ID)
}

fn read(clock: libc::clockid_t) -> Option<Duration> {
    let mut time = MaybeUninit::<libc::timespec>::zeroed();
    #[expect(unsafe_code, reason = "no library wraps the clocks of other processes")]
    // SAFETY: the structure is whole and outlives the call; of a structure of numbers, zeros are a value.
    let (failed, time) = unsafe {
        let failed = libc::clock_gettime(clock, time.as_mut_ptr());
        (failed, time.assume_init())
    };
    let seconds = u64::try_from(time.tv_sec).ok().filter(|_| failed == 0)?;
    Some(Duration::new(seconds, u32::try_from(time.tv_nsec).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spins for so much of its own time, however long that takes.
    fn spin(time: Duration) {
        let end = own_processor_time().unwrap() + time;
        while own_processor_time().unwrap() < end {
            std::hint::black_box(0);
        }
    }

    #[test]
    fn work_counts_and_waiting_does_not() {
        let this = std::process::id();
        let before = processor_time(this).unwrap();
        spin(Duration::from_millis(20));
        assert!(before + Duration::from_millis(20) <= processor_time(this).unwrap());

        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(100));
        assert!(processor_time(child.id()).unwrap() < Duration::from_millis(50));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(processor_time(child.id()), None);
        assert_eq!(processor_time(0), None);
        assert_eq!(processor_time(u32::MAX), None);
    }
}
