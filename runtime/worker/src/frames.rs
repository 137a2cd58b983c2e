//! Messages on a socket: a length, then that many bytes.
//!
//! Invariants:
//! - A message longer than the receiver allows is refused before any of it is kept.
//! - Memory grows with what has come, not with what was announced.
//! - Descriptors are taken only where the receiver says so; elsewhere the kernel drops them.

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
};
use rustix::thread::sched_yield;

/// Bytes before each message.
const HEADER: usize = 8;

/// How much is read at a time.
const STEP: usize = 64 << 10;

/// The most descriptors in one message.
const DESCRIPTORS_MAX: usize = 2;

/// Why there is no message.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The other side is gone.
    #[error("the other side is gone")]
    Closed,
    /// Nothing came in time.
    #[error("no answer in time")]
    TimedOut,
    /// More than is allowed was announced.
    #[error("a message of {0} bytes, {1} are allowed")]
    TooLong(u64, usize),
    /// The message is none.
    #[error("a message that is none: {0}")]
    Malformed(String),
    /// The socket fails.
    #[error(transparent)]
    Io(io::Error),
}

/// How long a wait may be that is followed by one that is begun awake: a little longer than a small program takes to be
/// loaded and to be called.
const BRIEF: Duration = Duration::from_micros(400);

/// How long a wait is awake before it is asleep. A call to a function that does little is answered in 5 us by somebody
/// who is awake, and in 34 us by somebody whose processor has to be woken first; a small program is loaded in 200. With
/// 25 us in its place, and 60 before it, one new program at a time took a sixth longer, and two at a time as long.
const AWAKE: Duration = Duration::from_micros(200);

/// One end of a socket.
pub struct Frames {
    socket: UnixStream,
    /// What was read and not yet taken is `buffer[start..end]`; the rest is room.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    outgoing: Vec<u8>,
    /// Whether the last wait was so brief that the next is begun awake.
    brief: bool,
    /// Whether descriptors are taken, and those that came.
    takes_descriptors: bool,
    descriptors: Vec<OwnedFd>,
}

impl Frames {
    pub const fn new(socket: UnixStream) -> Self {
        Self {
            socket,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            outgoing: Vec::new(),
            brief: false,
            takes_descriptors: false,
            descriptors: Vec::new(),
        }
    }

    /// The same, taking descriptors with messages: for workers only.
    pub const fn taking_descriptors(socket: UnixStream) -> Self {
        let mut frames = Self::new(socket);
        frames.takes_descriptors = true;
        frames
    }

    pub const fn socket(&self) -> &UnixStream {
        &self.socket
    }

    /// Sends a message that `write` appends to what it is given.
    pub fn send(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Result<(), FrameError> {
        self.fill_outgoing(write);
        write_all(&self.socket, &self.outgoing)
    }

    /// The same with descriptors.
    pub fn send_with(
        &mut self,
        descriptors: &[BorrowedFd<'_>],
        write: impl FnOnce(&mut Vec<u8>),
    ) -> Result<(), FrameError> {
        self.fill_outgoing(write);
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !control.push(SendAncillaryMessage::ScmRights(descriptors)) {
            return Err(FrameError::Malformed("too many descriptors".to_owned()));
        }
        let sent = loop {
            let parts = [IoSlice::new(&self.outgoing)];
            match sendmsg(&self.socket, &parts, &mut control, SendFlags::NOSIGNAL) {
                Err(Errno::INTR) => {}
                Err(error) => return Err(frame_error(error)),
                Ok(sent) => break sent,
            }
        };
        write_all(&self.socket, self.outgoing.get(sent..).unwrap_or_default())
    }

    /// Waits for a message of at most `bytes_max` bytes.
    pub fn receive(&mut self, bytes_max: usize) -> Result<&[u8], FrameError> {
        self.wait_for(HEADER)?;
        let header = self.buffer.get(self.start..self.start + HEADER);
        let header: [u8; HEADER] = header.and_then(|it| it.try_into().ok()).unwrap_or_default();
        let announced = u64::from_le_bytes(header);
        let length = usize::try_from(announced).ok().filter(|length| *length <= bytes_max);
        let length = length.ok_or(FrameError::TooLong(announced, bytes_max))?;
        self.wait_for(HEADER + length)?;
        let message = self.start + HEADER..self.start + HEADER + length;
        self.start = message.end;
        Ok(self.buffer.get(message).unwrap_or_default())
    }

    /// The descriptors that came with the last message.
    pub fn take_descriptors(&mut self) -> Vec<OwnedFd> {
        std::mem::take(&mut self.descriptors)
    }

    fn fill_outgoing(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.outgoing.clear();
        self.outgoing.extend([0; HEADER]);
        write(&mut self.outgoing);
        let length = (self.outgoing.len() - HEADER) as u64;
        if let Some(header) = self.outgoing.first_chunk_mut::<HEADER>() {
            *header = length.to_le_bytes();
        }
    }

    /// Reads until this many bytes stand in the buffer.
    fn wait_for(&mut self, needed: usize) -> Result<(), FrameError> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
        while self.end - self.start < needed {
            self.read_more()?;
        }
        Ok(())
    }

    fn read_more(&mut self) -> Result<(), FrameError> {
        if self.end == self.buffer.len() {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if self.end == self.buffer.len() {
            // Twice as much as there is, so that a long message is copied only a few times.
            self.buffer.resize(self.end + self.end.max(STEP), 0);
        }
        let begin = Instant::now();
        if self.brief {
            wait_awake(&self.socket, begin);
        }
        let room = self.buffer.get_mut(self.end..).unwrap_or_default();
        let result = if self.takes_descriptors {
            receive_some(&self.socket, room, &mut self.descriptors)
        } else {
            rustix::io::read(&self.socket, room)
        };
        self.brief = begin.elapsed() < BRIEF;
        match result {
            Ok(0) => Err(FrameError::Closed),
            Ok(count) => {
                self.end += count;
                Ok(())
            }
            Err(Errno::INTR) => Ok(()),
            Err(error) => Err(frame_error(error)),
        }
    }
}

/// Waits for a moment without going to sleep, and lets whoever else has work here do it meanwhile.
fn wait_awake(socket: &UnixStream, begin: Instant) {
    let mut ends = [PollFd::new(socket, PollFlags::IN)];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    while let Ok(0) = poll(&mut ends, Some(&now)) {
        if AWAKE < begin.elapsed() {
            return;
        }
        sched_yield();
    }
}

fn receive_some(
    socket: &UnixStream,
    target: &mut [u8],
    descriptors: &mut Vec<OwnedFd>,
) -> Result<usize, Errno> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS_MAX))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let mut parts = [IoSliceMut::new(target)];
    let received = recvmsg(socket, &mut parts, &mut control, RecvFlags::CMSG_CLOEXEC)?;
    for message in control.drain() {
        if let RecvAncillaryMessage::ScmRights(handed) = message {
            descriptors.extend(handed);
        }
    }
    Ok(received.bytes)
}

fn write_all(socket: &UnixStream, mut bytes: &[u8]) -> Result<(), FrameError> {
    while !bytes.is_empty() {
        match rustix::io::write(socket.as_fd(), bytes) {
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(error) => return Err(frame_error(error)),
        }
    }
    Ok(())
}

fn frame_error(error: Errno) -> FrameError {
    match error {
        Errno::AGAIN => FrameError::TimedOut,
        Errno::PIPE | Errno::CONNRESET => FrameError::Closed,
        error => FrameError::Io(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> (Frames, Frames) {
        let (left, right) = UnixStream::pair().unwrap();
        (Frames::new(left), Frames::new(right))
    }

    #[test]
    fn messages_come_one_by_one_however_they_were_sent() {
        let (mut left, mut right) = pair();
        for text in ["", "a", "bc"] {
            left.send(|out| out.extend(text.as_bytes())).unwrap();
        }
        for text in ["", "a", "bc"] {
            assert_eq!(right.receive(2).unwrap(), text.as_bytes());
        }
        let large = vec![7_u8; 1 << 20];
        let expected = large.clone();
        let sender = std::thread::spawn(move || left.send(|out| out.extend(&large)));
        assert_eq!(right.receive(1 << 20).unwrap(), expected);
        sender.join().unwrap().unwrap();
        assert!(matches!(right.receive(1), Err(FrameError::Closed)));
    }

    #[test]
    fn what_is_too_long_is_refused_by_its_announcement() {
        let (left, mut right) = pair();
        write_all(left.socket(), &u64::MAX.to_le_bytes()).unwrap();
        assert!(matches!(right.receive(100), Err(FrameError::TooLong(u64::MAX, 100))));
    }

    #[test]
    fn descriptors_arrive_only_where_they_are_taken() {
        let (left, right) = UnixStream::pair().unwrap();
        let (mut left, mut right) = (Frames::new(left), Frames::taking_descriptors(right));
        let file = tempfile();
        left.send_with(&[file.as_fd()], |out| out.push(1)).unwrap();
        assert_eq!(right.receive(1).unwrap(), [1]);
        assert_eq!(right.take_descriptors().len(), 1);
        right.send_with(&[file.as_fd()], |out| out.push(2)).unwrap();
        assert_eq!(left.receive(1).unwrap(), [2]);
        assert!(left.take_descriptors().is_empty());
    }

    fn tempfile() -> std::fs::File {
        crate::memory::sealed("test", b"x").unwrap()
    }

    #[test]
    fn a_wait_that_is_limited_ends() {
        let (_left, mut right) = pair();
        right.socket().set_read_timeout(Some(Duration::from_millis(5))).unwrap();
        assert!(matches!(right.receive(1), Err(FrameError::TimedOut)));
    }
}
