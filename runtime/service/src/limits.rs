//! Every limit of the service, and why it is that number.

use std::time::Duration;

/// The most bytes of a request's body: one candidate of 8 MiB, which is what admission reads of any, in base64
/// (4 bytes for 3) with room for the rest.
pub const BODY_BYTES_MAX: usize = 12 << 20;

/// The most bytes of all bodies that are read at one time; who comes too much waits, and is then sent away.
pub const BODIES_BYTES_MAX: usize = 96 << 20;

/// How long a request waits for room among the bodies.
pub const BODIES_PATIENCE: Duration = Duration::from_secs(10);

/// How long a body may take. 12 MiB in that time is a slow line.
pub const BODY_PATIENCE: Duration = Duration::from_secs(30);

/// How long the head of a request may take, and how long a connection may be silent between two.
pub const HEAD_PATIENCE: Duration = Duration::from_secs(15);

/// How long the kernel keeps trying to hand an answer to a client that does not take it.
pub const WRITE_PATIENCE_MS: u32 = 30_000;

/// The most bytes of a request's head, and of what is kept ready to be written.
pub const HEAD_BYTES_MAX: usize = 64 << 10;

/// The most headers of a request.
pub const HEADERS_MAX: usize = 64;

/// The most connections at one time; more wait in the kernel until one ends.
pub const CONNECTIONS_MAX: usize = 512;

/// The most streams of events at one time; they are connections that never end.
pub const STREAMS_MAX: usize = 64;

/// How many events a stream may lag behind before it misses some, which it is told.
pub const EVENTS_BEHIND_MAX: usize = 1024;

/// How many events wait for one client to take them.
pub const EVENTS_WAITING_MAX: usize = 16;

/// How often a silent stream shows that it is alive, which also finds out who has gone.
pub const STREAM_BEAT: Duration = Duration::from_secs(15);

/// How often the progress of one evaluation is told at most.
pub const PROGRESS_EVERY: Duration = Duration::from_millis(200);

/// The most candidates of one request.
pub const BATCH_MAX: usize = 64;

/// The most candidates that one slot judges in one go. They share a worker and a wait for the disk, and whoever
/// cancels one of them makes the others begin again.
pub const TOGETHER_MAX: usize = 8;

/// The most tasks, with seed and split, that a slot keeps open; each holds an evaluator's worker.
pub const OPENED_MAX: usize = 8;

/// How many ended evaluations are remembered. The ledger has all of them.
pub const ENDED_MAX: i64 = 10_000;

/// How many of them are in memory, until they are surely on the disk.
pub const RECENT_MAX: usize = 1024;

/// How many idempotency keys are remembered.
pub const KEYS_MAX: i64 = 10_000;

/// The longest idempotency key.
pub const KEY_BYTES_MAX: usize = 200;

/// The longest deadline: one day.
pub const DEADLINE_MS_MAX: u64 = 86_400_000;

/// The longest time that a question for a status waits for the end.
pub const WAIT_MS_MAX: u64 = 30_000;

/// The longest name of a candidate.
pub const NAME_BYTES_MAX: usize = 128;

/// The largest number that a client can name, such as a seed: the largest that every reader of JSON keeps exact.
pub const NUMBER_MAX: u64 = (1 << 53) - 1;

/// The longest name of a proposer.
pub const PROPOSER_CHARACTERS_MAX: usize = 256;

/// The most parents of a candidate.
pub const PARENTS_MAX: usize = 64;

/// The most entries of one list, and how many there are if nobody says.
pub const LIST_MAX: u64 = 200;

/// See [`LIST_MAX`].
pub const LIST_USUAL: u64 = 20;

/// How often deadlines are looked at.
pub const TICK: Duration = Duration::from_millis(50);

/// What a client that has to come again is told to wait, in seconds.
pub const RETRY_AFTER_SECONDS: u64 = 1;
