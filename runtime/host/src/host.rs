//! The host handle.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::RecvTimeoutError;

use lazaret_admission::{Caps, Language};
use lazaret_engine::{CodeCache, CompileError, Engine, THREAD_STACK_BYTES, private_folder};
use lazaret_evaluate::{Call, RunOutcome, run};
use lazaret_sandbox::{PrepareError, Prepared};
use lazaret_toolchain::{Compiler, NativeLanguage, TaskWit};
use lazaret_trial::{Budget, Code, Logs, Reason, Usage};

use crate::builds::Builds;
use crate::candidates::Candidate;
use crate::home::Home;
use crate::interrupt::Interrupt;
use crate::plugins::{PluginError, PluginRecord, Plugins};
use crate::preparation::Role;
use crate::task::Task;

/// Everything that runs programs: the engine, the interpreters and the compilers, ready.
pub struct Host {
    pub(crate) engine: Engine,
    interpreters: BTreeMap<Language, Interpreter>,
    /// A compiler that is missing stops only the programs that need it.
    compilers: BTreeMap<NativeLanguage, Result<Compiler, Reason>>,
    pub(crate) builds: Builds,
}

/// An interpreter that is ready.
pub struct Interpreter {
    pub(crate) prepared: Prepared,
    record: PluginRecord,
}

/// What has to be ready for some programs to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    interpreters: BTreeSet<Language>,
    compilers: BTreeSet<NativeLanguage>,
}

impl Needs {
    /// What a file of this name needs.
    #[must_use]
    pub fn of_file(name: &str) -> Self {
        Self {
            interpreters: Language::of(name).into_iter().collect(),
            compilers: NativeLanguage::of(name).into_iter().collect(),
        }
    }

    /// What the evaluator of a task needs.
    #[must_use]
    pub fn of_task(task: &Task) -> Self {
        Self::of_file(&task.evaluator_file)
    }

    /// The same without interpreters, for whoever runs nothing.
    #[must_use]
    pub fn compilers_only(mut self) -> Self {
        self.interpreters.clear();
        self
    }

    /// The same and what these candidates need.
    #[must_use]
    pub fn and(mut self, candidates: &[Candidate]) -> Self {
        for candidate in candidates {
            self.interpreters.extend(Language::of(&candidate.name));
            self.compilers.extend(candidate.native());
        }
        self
    }
}

/// Why the host cannot work; never the fault of a candidate.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// A plugin cannot be had.
    #[error(transparent)]
    Plugin(#[from] PluginError),
    /// The engine or its cache cannot be used.
    #[error(transparent)]
    Engine(#[from] CompileError),
    /// A plugin does not fit the contract.
    #[error("a plugin does not fit this version")]
    Prepare(#[from] PrepareError),
    /// No thread could be started.
    #[error("cannot start a thread")]
    Thread(#[from] std::io::Error),
    /// The task asks for something that its evaluator does not have.
    #[error("{0}")]
    Request(String),
    /// The evaluator gave no metrics or cases, so that there is nothing to judge by.
    #[error("{}: {}", .0.code, .0.message)]
    Evaluator(Box<Reason>),
    /// The work was interrupted before anything was done.
    #[error("interrupted")]
    Interrupted,
}

/// One program to run once.
pub struct RunRequest<'a> {
    /// The program.
    pub candidate: &'a Candidate,
    /// The function to call, or none to run the top level only.
    pub call: Option<Call>,
    /// The limits.
    pub budget: Budget,
    /// Decides the random bytes.
    pub seed: u64,
    /// The interface that it implements, if one is declared.
    pub wit: Option<&'a TaskWit>,
}

impl Host {
    /// Opens the host with what is needed: builds the interpreters that are not there (once, about half a
    /// minute), compiles them if their native code is not cached (once, about as long), and loads them;
    /// looks for compilers, and builds what they lack (once, about as long again). `progress` gets a line
    /// for every step that takes time.
    ///
    /// # Errors
    /// If a plugin cannot be built or the caches cannot be used.
    pub fn open(
        home: &Home,
        needs: &Needs,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Self, HostError> {
        let engine = Engine::new()?;
        let mut interpreters = BTreeMap::new();
        for language in &needs.interpreters {
            let interpreter = Self::open_interpreter(home, &engine, *language, progress)?;
            interpreters.insert(*language, interpreter);
        }
        let builds = Builds::open(home).map_err(CompileError::from)?;
        let mut compilers = BTreeMap::new();
        if !needs.compilers.is_empty() {
            // What is kept there names programs that will be run.
            private_folder(&home.toolchains()).map_err(CompileError::from)?;
        }
        for language in &needs.compilers {
            let folder = home.toolchains();
            let compiler =
                Compiler::ready(*language, &folder, progress).map_err(|error| error.reason());
            compilers.insert(*language, compiler);
        }
        Ok(Self { engine, interpreters, compilers, builds })
    }

    /// Ends every guest and every compiler that runs now. For interruptions by the user.
    pub(crate) fn expire(&self) {
        self.engine.expire();
        self.builds.expire();
    }

    /// The compiler of a language.
    ///
    /// # Errors
    /// If there is none, or the host was opened without it.
    pub(crate) fn compiler(&self, language: NativeLanguage) -> Result<&Compiler, Reason> {
        match self.compilers.get(&language) {
            Some(compiler) => compiler.as_ref().map_err(Reason::clone),
            None => {
                let message = format!("the host was opened without {}", language.name());
                Err(Reason::new(Code::FaultHost, message))
            }
        }
    }

    fn open_interpreter(
        home: &Home,
        engine: &Engine,
        language: Language,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Interpreter, HostError> {
        let plugins = Plugins::open(home)?;
        let record = plugins.get(language, progress)?;
        let cache = CodeCache::open(&home.code()).map_err(CompileError::from)?;
        let artifact = match engine.load(record.digest, &cache)? {
            Some(artifact) => artifact,
            None => {
                let name = language.name();
                progress(&format!("compiling the {name} plugin to native code (once)"));
                engine.compile_into(&plugins.component(&record)?, &cache)?
            }
        };
        let prepared = Prepared::new(engine, &artifact, None)?;
        Ok(Interpreter { prepared, record })
    }

    /// The plugin that runs a language, if the host was opened with it.
    #[must_use]
    pub fn plugin(&self, language: Language) -> Option<&PluginRecord> {
        self.interpreters.get(&language).map(|interpreter| &interpreter.record)
    }

    /// The interpreter of a language.
    ///
    /// # Errors
    /// If the host was opened without it, which is the fault of whoever opened it.
    pub(crate) fn interpreter(&self, language: Language) -> Result<&Interpreter, Reason> {
        self.interpreters.get(&language).ok_or_else(|| {
            let message = format!("the host was opened without {}", language.name());
            Reason::new(Code::FaultHost, message)
        })
    }

    /// Runs a program once. Raising `interrupt` ends it.
    ///
    /// # Errors
    /// If the candidate cannot be read or no thread can be started; what the program does is in the
    /// outcome.
    pub fn run(
        &self,
        request: &RunRequest<'_>,
        interrupt: &Interrupt,
    ) -> Result<RunOutcome, HostError> {
        let content = request.candidate.content.as_ref().map_err(|error| {
            HostError::Request(format!("cannot read `{}`: {error}", request.candidate.label))
        })?;
        self.on_guest_thread(interrupt, || {
            let name = &request.candidate.name;
            let role =
                request.wit.map_or(Role::Anything, |wit| Role::Candidate(Some(wit), &Caps::USUAL));
            match self.prepare(name, content, role) {
                Ok(prepared) => {
                    run(&prepared.program, &request.budget, request.seed, request.call.as_ref())
                }
                Err(reason) => RunOutcome {
                    result: Err(reason),
                    usage: Usage::default(),
                    logs: Logs::default(),
                },
            }
        })
    }

    /// Runs `work` on a thread whose stack is large enough for guests, and ends the guests if
    /// `interrupt` is raised meanwhile.
    pub(crate) fn on_guest_thread<T: Send>(
        &self,
        interrupt: &Interrupt,
        work: impl FnOnce() -> T + Send,
    ) -> Result<T, HostError> {
        std::thread::scope(|scope| {
            let (sender, receiver) = std::sync::mpsc::channel();
            std::thread::Builder::new()
                .name("guest".to_owned())
                .stack_size(THREAD_STACK_BYTES)
                .spawn_scoped(scope, move || {
                    // The receiver waits until the sender is gone, so this cannot fail.
                    let _ = sender.send(guarded(work));
                })?;
            loop {
                match receiver.recv_timeout(INTERRUPT_POLL) {
                    Ok(result) => return result.map_err(HostError::from),
                    Err(RecvTimeoutError::Timeout) => {
                        if interrupt.is_raised() {
                            self.expire();
                        }
                    }
                    // A panic is caught and sent, so only an abort gets here, and that takes us along.
                    Err(RecvTimeoutError::Disconnected) => {
                        return Err(HostError::Request("a guest thread ended".to_owned()));
                    }
                }
            }
        })
    }
}

/// Turns a panic into a fault of the host.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Reason> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        Reason::new(Code::FaultHost, format!("Lazaret panicked: {text}"))
            .hint("this is a defect of Lazaret; please report it with the candidate")
    })
}

/// How often a waiting thread looks whether it should stop.
pub const INTERRUPT_POLL: std::time::Duration = std::time::Duration::from_millis(20);
