//! A worker from its own side: from its first moment until it is killed.

use std::fs::File;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use lazaret_admission::{Admitted, Policy, Submission, admit};
use lazaret_engine::{
    COMPILER_STACK_BYTES, COMPILERS_MAX, Compilers, Engine, Pagemap, THREAD_STACK_BYTES,
};
use lazaret_evaluate::{CaseInput, Evaluator, Instance, Program, Script, Trial, evaluate_case};
use lazaret_jail::{
    Confined, Layer, ProcessLimits, SECCOMP, Side, attempt, confine, depend_on, fork, heaps, limit,
    seal,
};
use lazaret_sandbox::{Prepared, Probe, Remains};
use lazaret_trial::{Code, Digest, Interface, Reason};

use crate::frames::{FrameError, Frames};
use crate::memory;
use crate::message::{self, Reply, Request, Serving};
use crate::remote::Remote;
use crate::serve::serve;
use crate::worker::unpack_dataset;

/// The longest message that a worker takes: a case of the greatest size, escaped, and what is around it.
const REQUEST_BYTES_MAX: usize = 2 << 30;

/// Why a worker ends before it has begun. Nobody reads it but whoever starts one by hand.
#[derive(Debug, thiserror::Error)]
#[error("a worker is started by Lazaret itself: {0}")]
pub struct WorkError(String);

/// Turns this process into a worker that takes its orders from the socket on standard input and must not
/// outlive `parent`. Must be the first thing that the process does; it does nothing else afterwards.
///
/// # Errors
/// If there is no such socket, or its other side is gone.
pub fn work(parent: u32) -> Result<(), WorkError> {
    let error = |error: &dyn std::fmt::Display| WorkError(error.to_string());
    let Confined { layers, pagemap } = confine(parent).map_err(|why| error(&why))?;
    let socket = std::io::stdin().as_fd().try_clone_to_owned().map_err(|why| error(&why))?;
    let mut channel = Channel(Frames::taking_descriptors(UnixStream::from(socket)));
    channel.reply(&Reply::Ready { layers: layers.clone() }).map_err(|why| error(&why))?;
    let pagemap = pagemap.map(Pagemap::of_file);
    let engine = Engine::without_ticker(pagemap).map_err(|why| error(&why))?;
    let wall = |layer: &Layer| layer.name == SECCOMP && layer.engaged;
    let sealing = Sealing(layers.iter().any(wall));
    begin(channel, engine, sealing).map_err(|why| error(&why))
}

/// The channel to the process that started this one.
struct Channel(Frames);

impl Channel {
    fn next(&mut self) -> Result<Request, FrameError> {
        message::receive(&mut self.0, REQUEST_BYTES_MAX)
    }

    fn reply(&mut self, reply: &Reply) -> Result<(), FrameError> {
        let bytes = message::write(reply)?;
        self.0.send(|out| out.extend(bytes))
    }

    /// The two descriptors that came with the last message.
    fn two_descriptors(&mut self) -> Result<[OwnedFd; 2], FrameError> {
        <[OwnedFd; 2]>::try_from(self.0.take_descriptors())
            .map_err(|_| FrameError::Malformed("not two descriptors".to_owned()))
    }

    /// The only descriptor that came with the last message.
    fn descriptor(&mut self) -> Result<OwnedFd, FrameError> {
        let mut descriptors = self.0.take_descriptors();
        match (descriptors.pop(), descriptors.is_empty()) {
            (Some(descriptor), true) => Ok(descriptor),
            _ => Err(FrameError::Malformed("not one descriptor".to_owned())),
        }
    }
}

/// Whether the kernel takes filters at all. If it does not, whoever started this process knows, and has said
/// that it may go on.
#[derive(Clone, Copy)]
struct Sealing(bool);

/// The first order decides what this worker is for.
fn begin(mut channel: Channel, engine: Engine, sealing: Sealing) -> Result<(), FrameError> {
    match channel.next()? {
        Request::Compile { limits, imported, threads } => {
            let [component, code] = channel.two_descriptors()?;
            heaps(COMPILERS_MAX + 1);
            let compilers = Compilers::start(engine, threads)
                .map_err(|error| FrameError::Malformed(error.to_string()))?;
            sealed(sealing, &limits, None, move || {
                let reply = guarded(|| {
                    compile(&compilers, &File::from(component), File::from(code), imported)
                });
                channel.reply(&reply.unwrap_or_else(Reply::Failed))
            })
        }
        Request::Load { limits, digest, interface, serving } => {
            let [code, packages] = channel.two_descriptors()?.map(File::from);
            let packages = memory::read(&packages).map_err(FrameError::Io)?;
            let packages = unpack_dataset(&packages);
            let packages =
                packages.ok_or_else(|| FrameError::Malformed("no packages".to_owned()))?;
            let engine = match serving {
                Serving::InTurn | Serving::Apart => engine,
                Serving::LookedAt => {
                    Engine::looking().map_err(|error| FrameError::Malformed(error.to_string()))?
                }
            };
            let interface = interface.map(Arc::new);
            let prepared = match load(&engine, &code, digest, interface.as_ref()) {
                Ok(prepared) => prepared,
                Err(reason) => return channel.reply(&Reply::Refused(reason)),
            };
            channel.reply(&Reply::Done)?;
            let program = Program { packages, ..Program::of(prepared) };
            if serving == Serving::Apart {
                return breed(channel, sealing, &engine, &program, interface.as_deref(), &limits);
            }
            let ticking = engine.clone();
            sealed(sealing, &limits, Some(&ticking), move || {
                let mut desk =
                    Desk { program, interface, serving, evaluator: None, probe: None, kept: None };
                loop {
                    let order = channel.next()?;
                    match guarded(|| desk.answer(order, &mut channel)) {
                        Ok(answered) => answered?,
                        Err(panic) => channel.reply(&Reply::Failed(panic))?,
                    }
                }
            })
        }
        Request::Attempt { act, sealed: false } => channel.reply(&Reply::Attempted(attempt(act))),
        Request::Attempt { act, sealed: true } => {
            let limits =
                ProcessLimits { memory_bytes: 1 << 30, cpu_seconds: Some(10), file_bytes: 0 };
            sealed(sealing, &limits, None, move || channel.reply(&Reply::Attempted(attempt(act))))
        }
        _ => Err(FrameError::Malformed("an order that does not come first".to_owned())),
    }
}

/// Does the work on a thread of its own, once all that is not needed for it is given up. With an engine, its ticker
/// runs beside it, and the thread has the stack that guests need.
fn sealed(
    sealing: Sealing,
    limits: &ProcessLimits,
    engine: Option<&Engine>,
    work: impl FnOnce() -> Result<(), FrameError> + Send,
) -> Result<(), FrameError> {
    let failed = |error: &dyn std::fmt::Display| FrameError::Malformed(error.to_string());
    let stack = if engine.is_some() { THREAD_STACK_BYTES } else { COMPILER_STACK_BYTES };
    limit(limits).map_err(|why| failed(&why))?;
    if let Some(engine) = engine {
        engine.start_ticker().map_err(|why| failed(&why))?;
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(stack)
            .spawn_scoped(scope, || {
                if sealing.0 {
                    seal().map_err(|why| failed(&why))?;
                }
                work()
            })
            .map_err(FrameError::Io)?;
        thread.join().unwrap_or(Err(FrameError::Closed))
    })
}

/// Turns a panic into a text for the one who waits for an answer.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        format!("a worker panicked: {}", text.unwrap_or("no message"))
    })
}

fn compile(
    compilers: &Compilers,
    component: &File,
    code: File,
    imported: Option<Interface>,
) -> Reply {
    let bytes = match memory::read(component) {
        Ok(bytes) => bytes,
        Err(error) => return Reply::Failed(format!("cannot read the component: {error}")),
    };
    let submission = Submission { name: "component.wasm", bytes: &bytes };
    // Admitted a second time, because the engine takes nothing else, and whoever asked may have been lied to.
    let component = match admit(&submission, &Policy::for_compilation(imported)) {
        Ok(Admitted::Component(component)) => component,
        Ok(Admitted::Script(_)) => return Reply::Failed("a text is not compiled".to_owned()),
        Err(rejection) => return Reply::Refused(rejection.reason()),
    };
    let native = match compilers.precompile(&component) {
        Ok(native) => native,
        Err(error) => {
            return Reply::Refused(Reason::new(Code::RejectedCompileLimit, error.to_string()));
        }
    };
    match std::io::Write::write_all(&mut &code, &native) {
        Ok(()) => Reply::Compiled,
        Err(error) => Reply::Failed(format!("cannot hand over the native code: {error}")),
    }
}

fn load(
    engine: &Engine,
    code: &File,
    digest: Digest,
    interface: Option<&Arc<Interface>>,
) -> Result<Prepared, Reason> {
    let artifact = engine
        .load_sealed(code, digest)
        .map_err(|error| Reason::new(Code::FaultHost, error.to_string()))?;
    Prepared::new(&artifact, interface)
        .map_err(|error| Reason::new(Code::RejectedType, error.to_string()))
}

/// A process for each session: this one has one thread and never runs a guest, and its copies do.
fn breed(
    mut channel: Channel,
    sealing: Sealing,
    engine: &Engine,
    program: &Program,
    interface: Option<&Interface>,
    limits: &ProcessLimits,
) -> Result<(), FrameError> {
    let parent = std::process::id();
    loop {
        let Request::Session { script, probe: None } = channel.next()? else {
            return Err(FrameError::Malformed("a parent of others only has sessions".to_owned()));
        };
        let socket = UnixStream::from(channel.descriptor()?);
        while let Ok(Some(_)) = rustix::process::wait(rustix::process::WaitOptions::NOHANG) {}
        // If there is no copy, the socket is dropped, and whoever waits at its other end learns it.
        if matches!(fork(), Ok(Side::Child)) {
            // Orders are for the parent.
            drop(channel);
            let mut program = program.clone();
            program.script = script.map(Script::try_from).transpose()?;
            let served = depend_on(parent).is_ok()
                && sealed(sealing, limits, Some(engine), move || {
                    serve(&mut program, interface, socket, &mut None);
                    Ok(())
                })
                .is_ok();
            #[expect(clippy::exit, reason = "the copy must not go on as if it were the parent")]
            std::process::exit(i32::from(!served));
        }
    }
}

/// What a worker that runs a program has before it.
struct Desk {
    program: Program,
    interface: Option<Arc<Interface>>,
    serving: Serving,
    evaluator: Option<Evaluator>,
    /// What stops the instance of this session, or has stopped that of the last.
    probe: Option<Arc<Probe>>,
    /// Nothing, unless a weakness keeps an instance from case to case.
    kept: Option<Box<dyn Instance>>,
}

impl Desk {
    fn answer(&mut self, order: Request, channel: &mut Channel) -> Result<(), FrameError> {
        let unready = || FrameError::Malformed("an order out of turn".to_owned());
        let mut left = Remains::default();
        let reply = match order {
            Request::Session { script, probe } => {
                let socket = UnixStream::from(channel.descriptor()?);
                let mut program = self.program.clone();
                program.script = script.map(Script::try_from).transpose()?;
                if probe.is_some() && self.serving != Serving::LookedAt {
                    return Err(unready());
                }
                self.probe = probe.map(|fuel| Arc::new(Probe::at(fuel)));
                program.probe.clone_from(&self.probe);
                serve(&mut program, self.interface.as_deref(), socket, &mut self.kept);
                return Ok(());
            }
            Request::Stack => Reply::Stack(self.probe.as_ref().and_then(|probe| probe.take())),
            Request::Evaluator { script, budget, seed } => {
                let dataset = File::from(channel.descriptor()?);
                let dataset = memory::read(&dataset).map_err(FrameError::Io)?;
                let mut program = self.program.clone();
                program.script = script.map(Script::try_from).transpose()?;
                let dataset = unpack_dataset(&dataset).ok_or_else(unready)?;
                self.evaluator = Some(Evaluator::new(program, budget, dataset, seed));
                Reply::Done
            }
            Request::Describe => {
                let evaluator = self.evaluator.as_ref().ok_or_else(unready)?;
                Reply::Description(evaluator.describe())
            }
            Request::Cases { split } => {
                let evaluator = self.evaluator.as_ref().ok_or_else(unready)?;
                let cases = evaluator.cases(&split);
                Reply::Cases(cases.map(|cases| cases.iter().map(Into::into).collect()))
            }
            Request::Case { case, description, budget, lists, looked_at } => {
                let socket = UnixStream::from(channel.descriptor()?);
                let evaluator = self.evaluator.as_ref().ok_or_else(unready)?;
                let case = CaseInput::try_from(case)
                    .map_err(|error| FrameError::Malformed(error.to_string()))?;
                let interface = self.interface.as_ref();
                let (description, budget) = (&description, &budget);
                let trial = Trial { evaluator, description, interface, budget, lists };
                let candidate = Box::new(Remote::new(socket, interface.cloned()));
                let (judged, remains) = evaluate_case(&trial, &case, candidate, looked_at);
                left = remains;
                match judged {
                    Ok(outcome) => Reply::Outcome(Box::new(outcome)),
                    Err((reason, observation)) => Reply::Unloaded(reason, observation),
                }
            }
            Request::SumsUp => {
                let evaluator = self.evaluator.as_ref().ok_or_else(unready)?;
                Reply::SumsUp(evaluator.sums_up())
            }
            Request::Summarize { description, reports } => {
                let evaluator = self.evaluator.as_ref().ok_or_else(unready)?;
                let (summary, observation, remains) = evaluator.summarize(&description, &reports);
                left = remains;
                Reply::Summary(summary, observation)
            }
            Request::Compile { .. } | Request::Load { .. } | Request::Attempt { .. } => {
                return Err(unready());
            }
        };
        let replied = channel.reply(&reply);
        // Nobody waits for this.
        drop(left);
        replied
    }
}
