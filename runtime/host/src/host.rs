//! The host handle.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};

use lazaret_admission::Caps;
use lazaret_engine::{CodeCache, CompileError, Engine, THREAD_STACK_BYTES, private_folder};
use lazaret_evaluate::{Call, Program, RunOutcome};
use lazaret_jail::Layer;
use lazaret_ledger::LedgerError;
use lazaret_sandbox::{PrepareError, Prepared};
use lazaret_toolchain::{Compiler, NativeLanguage, TaskWit};
use lazaret_trial::{Budget, Code, Lists, Logs, Reason, Usage, Weakness};
use lazaret_worker::{Code as NativeCode, Worker, WorkerError, WorkerSettings, Workers};

use crate::builds::Builds;
use crate::candidates::Candidate;
use crate::compiling::Compiled;
use crate::home::Home;
use crate::interpreters::{Plugin, PythonSetting};
use crate::interrupt::Interrupt;
use crate::isolation::{Isolation, Settings};
use crate::judge::{Bench, Judge};
use crate::plugins::{PluginError, PluginRecord, Plugins};
use crate::preparation::Role;
use crate::runnable::{Quarantined, Runnable};
use crate::task::Task;

/// How many workers are started before it is known what for: an evaluator's and a candidate's.
const SPARES: usize = 2;

/// Everything that runs programs: the engine, the interpreters and the compilers, ready.
pub struct Host {
    pub(crate) engine: Engine,
    /// One that is not built stops only the programs that need it.
    interpreters: BTreeMap<Plugin, Result<Interpreter, Reason>>,
    /// A compiler that is missing stops only the programs that need it.
    compilers: BTreeMap<NativeLanguage, Result<Compiler, Reason>>,
    pub(crate) builds: Builds,
    pub(crate) settings: Settings,
    /// None if everything runs in this process.
    workers: Option<Workers>,
    /// The worker that was looked at, until somebody needs one.
    looked_at: Mutex<Option<Worker>>,
    /// What stands around each worker; nothing without workers.
    layers: Vec<Layer>,
    /// How many workers were lost with a candidate in them.
    pub(crate) lost: AtomicU64,
    pub(crate) home: Home,
    /// The code of packages, for this host and its siblings.
    pub(crate) compiled: Arc<Compiled>,
}

/// An interpreter that is ready.
#[derive(Clone)]
pub struct Interpreter {
    pub(crate) program: Runnable,
    record: PluginRecord,
}

/// What has to be ready for some programs to run.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    interpreters: BTreeSet<Plugin>,
    compilers: BTreeSet<NativeLanguage>,
    /// What the task has of Python for its candidates.
    python: PythonSetting,
}

impl Needs {
    /// What a file of this name needs, if its text imports nothing that is not in the standard library.
    #[must_use]
    pub fn of_file(name: &str) -> Self {
        Self {
            interpreters: Plugin::of_text(name, b"", PythonSetting::USUAL).into_iter().collect(),
            compilers: NativeLanguage::of(name).into_iter().collect(),
            python: PythonSetting::default(),
        }
    }

    /// What the evaluator of a task needs.
    #[must_use]
    pub fn of_task(task: &Task) -> Self {
        let (name, text) = (&task.evaluator_file, &task.evaluator_bytes);
        Self {
            interpreters: Plugin::of_text(name, text, &task.evaluator_python).into_iter().collect(),
            compilers: NativeLanguage::of(name).into_iter().collect(),
            python: task.python.clone(),
        }
    }

    /// Everything that a candidate in any language needs.
    #[must_use]
    pub fn everything() -> Self {
        Self {
            interpreters: Plugin::ALL.iter().copied().collect(),
            compilers: NativeLanguage::ALL.iter().copied().collect(),
            python: PythonSetting::default(),
        }
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
            self.interpreters.extend(candidate.interpreter(&self.python));
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
    /// No worker can be started, or none that is locked up.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// No thread could be started.
    #[error("cannot start a thread")]
    Thread(#[from] std::io::Error),
    /// The task asks for something that its evaluator does not have.
    #[error("{0}")]
    Request(String),
    /// The evaluator gave no metrics or cases, so that there is nothing to judge by.
    #[error("{}: {}", .0.code, .0.message)]
    Evaluator(Box<Reason>),
    /// The ledger cannot be used.
    #[error(transparent)]
    Ledger(Arc<LedgerError>),
    /// The work was interrupted before anything was done.
    #[error("interrupted")]
    Interrupted,
}

impl From<LedgerError> for HostError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(Arc::new(error))
    }
}

impl From<Arc<LedgerError>> for HostError {
    fn from(error: Arc<LedgerError>) -> Self {
        Self::Ledger(error)
    }
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
        settings: &Settings,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Self, HostError> {
        let mut settings = settings.clone();
        if Weakness::SharedProcess.is_chosen() {
            settings.isolation = Isolation::Store;
        }
        let settings = &settings;
        // Before anything else: they give themselves up while the rest is made ready.
        let workers = Self::start_workers(settings)?;
        let engine = Engine::new()?;
        let mut interpreters = BTreeMap::new();
        for plugin in &needs.interpreters {
            let isolation = settings.isolation;
            let opened = Self::open_interpreter(home, &engine, *plugin, isolation, progress);
            let interpreter = match opened {
                Err(HostError::Plugin(PluginError::NotBuilt { plugin })) => Err(not_built(plugin)),
                opened => Ok(opened?),
            };
            interpreters.insert(*plugin, interpreter);
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
        let compiled = Arc::new(Compiled::open(home).map_err(CompileError::from)?);
        let host = Self {
            engine,
            interpreters,
            compilers,
            builds,
            settings: settings.clone(),
            workers,
            looked_at: Mutex::new(None),
            layers: Vec::new(),
            lost: AtomicU64::new(0),
            home: home.clone(),
            compiled,
        };
        host.looked_at()
    }

    /// Another host of the same interpreters and compilers, with workers of its own: what interrupts the work of one
    /// does not touch the other's. With [`Isolation::Store`] both are of one engine, and it does.
    ///
    /// # Errors
    /// If no workers can be started, or none that are locked up.
    pub fn sibling(&self) -> Result<Self, HostError> {
        let host = Self {
            engine: self.engine.clone(),
            interpreters: self.interpreters.clone(),
            compilers: self.compilers.clone(),
            builds: Builds::open(&self.home).map_err(CompileError::from)?,
            settings: self.settings.clone(),
            workers: Self::start_workers(&self.settings)?,
            looked_at: Mutex::new(None),
            layers: Vec::new(),
            lost: AtomicU64::new(0),
            home: self.home.clone(),
            compiled: self.compiled.clone(),
        };
        host.looked_at()
    }

    fn start_workers(settings: &Settings) -> Result<Option<Workers>, HostError> {
        let Settings { worker, allow_degraded, isolation } = settings.clone();
        match isolation {
            Isolation::Store => Ok(None),
            Isolation::Process | Isolation::Strict => {
                Ok(Some(Workers::new(WorkerSettings { program: worker, allow_degraded }, SPARES)?))
            }
        }
    }

    /// One worker is looked at, and all are alike: a machine that cannot lock workers up says so now.
    fn looked_at(mut self) -> Result<Self, HostError> {
        let worker = self.workers.as_ref().map(Workers::take).transpose()?;
        self.layers = worker.as_ref().map_or_else(Vec::new, |worker| worker.layers().to_vec());
        self.looked_at = Mutex::new(worker);
        Ok(self)
    }

    /// How many workers were lost with a candidate in them since the host was opened, also if the second try went well.
    #[must_use]
    pub fn workers_lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// What stands around each worker; nothing if there are none.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The walls that are missing around each worker, for verdicts; none, unless somebody has allowed it.
    #[must_use]
    pub fn degraded(&self) -> Vec<String> {
        lazaret_jail::missing(&self.layers)
    }

    /// A fresh worker.
    pub(crate) fn worker(&self) -> Result<Worker, WorkerError> {
        let looked_at = self.looked_at.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(worker) = looked_at {
            return Ok(worker);
        }
        let none = || WorkerError::Start("this host was opened without workers".to_owned());
        self.workers.as_ref().ok_or_else(none)?.take()
    }

    /// Ends every guest, every worker and every compiler that runs now. For interruptions by the user.
    pub(crate) fn expire(&self) {
        self.engine.expire();
        self.builds.expire();
        // It is one of those that are ended, and must not be handed out after that.
        drop(self.looked_at.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(workers) = &self.workers {
            workers.end_all();
        }
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

    /// What makes a program of a candidate here, as a text that is another one for every interpreter and every
    /// compiler; verdicts that were made by others may differ.
    pub(crate) fn maker(&self, candidate: &Candidate, python: &PythonSetting) -> String {
        if let Some(native) = candidate.native() {
            let compiler = self.compilers.get(&native).and_then(|it| it.as_ref().ok());
            let recipe = compiler.map_or_else(|| "none".to_owned(), |it| it.recipe().to_string());
            return format!("{} {recipe}", native.name());
        }
        let Some(plugin) = candidate.interpreter(python) else { return "itself".to_owned() };
        match self.plugin(plugin) {
            Some(record) => format!("{} {}", plugin.name(), record.digest),
            None => format!("{} none", plugin.name()),
        }
    }

    fn open_interpreter(
        home: &Home,
        engine: &Engine,
        plugin: Plugin,
        isolation: Isolation,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Interpreter, HostError> {
        let plugins = Plugins::open(home)?;
        let record = plugins.get(plugin, progress)?;
        let cache = CodeCache::open(&home.code()).map_err(CompileError::from)?;
        let mut compile = || {
            let name = plugin.name();
            progress(&format!("compiling the {name} plugin to native code (once)"));
            Ok::<_, HostError>(engine.compile_into(&plugins.component(&record)?, &cache)?)
        };
        let program = if isolation == Isolation::Store {
            let artifact = match engine.load(record.digest, &cache)? {
                Some(artifact) => artifact,
                None => compile()?,
            };
            let prepared = Prepared::new(&artifact, None)?;
            Runnable::Here(Program::of(prepared))
        } else {
            let cached = || {
                let digest = record.digest;
                let fill = |file: &_| Ok::<_, HostError>(engine.cached(digest, &cache, file)?);
                NativeCode::filled(digest, fill)
            };
            let code = match cached()? {
                Some(code) => code,
                None => {
                    compile()?;
                    let gone = || CompileError::Engine("native code is gone already".to_owned());
                    cached()?.ok_or_else(gone)?
                }
            };
            let code = Arc::new(code);
            Runnable::There(Quarantined::of(code, None))
        };
        Ok(Interpreter { program, record })
    }

    /// A plugin, if the host was opened with it and it is built.
    #[must_use]
    pub fn plugin(&self, plugin: Plugin) -> Option<&PluginRecord> {
        let interpreter = self.interpreters.get(&plugin)?.as_ref().ok()?;
        Some(&interpreter.record)
    }

    /// An interpreter.
    ///
    /// # Errors
    /// If nobody has built it, or the host was opened without it, which is the fault of whoever opened it.
    pub(crate) fn interpreter(&self, plugin: Plugin) -> Result<&Interpreter, Reason> {
        match self.interpreters.get(&plugin) {
            Some(interpreter) => interpreter.as_ref().map_err(Reason::clone),
            None => {
                let message = format!("the host was opened without {}", plugin.name());
                Err(Reason::new(Code::FaultHost, message))
            }
        }
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
            let role = match request.wit {
                Some(wit) => Role::Candidate(Some(wit), &Caps::USUAL, PythonSetting::USUAL),
                None => Role::Anything,
            };
            let program = match self.prepare(name, content, role) {
                Ok(prepared) => prepared.program,
                Err(reason) => {
                    let (usage, logs) = (Usage::default(), Logs::default());
                    return RunOutcome { result: Err(reason), usage, logs };
                }
            };
            let bench = Bench {
                evaluator: program.clone(),
                evaluator_budget: request.budget.clone(),
                dataset: lazaret_evaluate::Dataset::default(),
                seed: request.seed,
                interface: None,
                candidate_budget: request.budget.clone(),
                lists: Lists::AsLists,
            };
            let mut judge = Judge::new(self, &bench, interrupt);
            let mut outcome = judge.run(&program, request.call.as_ref());
            if interrupt.is_raised() && outcome.result.is_err() {
                // Whatever it looks like, it was cut short.
                let reason = Reason::new(Code::InconclusiveInterrupted, "interrupted");
                outcome.result = Err(reason);
            }
            if let Some(how) = judge.take_lost() {
                self.quarantine(request.candidate, &how);
            }
            outcome
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

/// The bytes of what a run gave, the same for the same outcome. A value is written as text, because it may hold
/// NaN, infinities and integers that readers of JSON lose.
#[must_use]
pub fn outcome_bytes(outcome: &RunOutcome) -> Vec<u8> {
    let (value, reason) = match &outcome.result {
        Ok(value) => (Some(value.to_string()), None),
        Err(reason) => (None, Some(reason)),
    };
    let document = serde_json::json!({
        "value": value, "reason": reason, "usage": outcome.usage, "logs": outcome.logs,
    });
    document.to_string().into_bytes()
}

/// Why a program does not run whose interpreter is not there.
fn not_built(plugin: &str) -> Reason {
    let message = format!("the program needs the {plugin} plugin, which is not built");
    Reason::new(Code::FaultToolchain, message)
        .hint(format!("lazaret plugin build {plugin}   # once, some minutes"))
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
