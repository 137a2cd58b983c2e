//! From bytes to a program that can be started.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use lazaret_admission::{
    Admitted, AdmittedComponent, Cap, Caps, Language, Policy, Submission, admit, refuse_native,
};
use lazaret_engine::{Artifact, CodeCache, CompileError};
use lazaret_evaluate::{Program, Script};
use lazaret_sandbox::{PrepareError, Prepared};
use lazaret_toolchain::{NativeLanguage, Source, TaskWit, World, componentize, with_checkpoints};
use lazaret_trial::{Code, Digest, Interface, Position, Reason};
use lazaret_worker::{Code as NativeCode, CompileEnd, CompileLimits, WorkerError};

use crate::candidates::Content;
use crate::host::Host;
use crate::interpreters::{Plugin, PythonSetting};
use crate::isolation::Isolation;
use crate::judge::worker_reason;
use crate::runnable::{Quarantined, Runnable};

/// A program and what a verdict says about it.
#[derive(Clone)]
pub struct PreparedProgram {
    pub program: Runnable,
    /// The digest of the bytes that were handed in.
    pub digest: Digest,
    /// What it is written in.
    pub language: &'static str,
}

/// What a program is wanted for, which decides what it must export and may import.
#[derive(Clone, Copy)]
pub enum Role<'a> {
    /// Scored by an evaluator, through the interface of the task if it has one, if it is not larger than this, and by
    /// what the task has of Python.
    Candidate(Option<&'a TaskWit>, &'a Caps, &'a PythonSetting),
    /// Scores candidates.
    Evaluator(Option<&'a TaskWit>, &'a PythonSetting),
    /// Run by somebody who knows what it exports.
    Anything,
}

impl<'a> Role<'a> {
    pub(crate) fn policy(self) -> Policy {
        let owned = |wit: &TaskWit| Interface::clone(wit.interface());
        match self {
            Self::Candidate(None, caps, _) => Policy::for_candidates().with_caps(*caps),
            Self::Candidate(Some(wit), caps, _) => {
                Policy::for_typed_candidates(owned(wit)).with_caps(*caps)
            }
            Self::Evaluator(wit, _) => Policy::for_evaluators(wit.map(owned)),
            Self::Anything => Policy::for_any_export(),
        }
    }

    /// Refuses a text of too many bytes before a parser or compiler sees it. Texts for interpreters are checked
    /// by admission, like everything that runs as it was handed in.
    fn check_source(self, bytes: u64) -> Result<(), Reason> {
        let checked = self.policy().caps.check(Cap::SourceBytes, bytes);
        checked.map_err(|rejection| rejection.reason())
    }

    /// The world that a source is built for; none if nobody has said what it is for.
    const fn world(self) -> Option<World<'a>> {
        match self {
            Self::Candidate(wit, ..) => Some(World::Candidate(wit)),
            Self::Evaluator(wit, _) => Some(World::Evaluator(wit)),
            Self::Anything => None,
        }
    }

    /// Which interpreter of Python it gets, and with what.
    const fn python(self) -> &'a PythonSetting {
        match self {
            Self::Candidate(_, _, python) | Self::Evaluator(_, python) => python,
            Self::Anything => PythonSetting::USUAL,
        }
    }

    const fn interface(self) -> Option<&'a Arc<Interface>> {
        match self {
            Self::Candidate(Some(wit), ..) | Self::Evaluator(Some(wit), _) => Some(wit.interface()),
            _ => None,
        }
    }
}

impl Host {
    /// Admits, compiles and links a program.
    ///
    /// # Errors
    /// A `rejected/*` reason, or a fault of the host.
    pub(crate) fn prepare(
        &self,
        name: &str,
        content: &Content,
        role: Role<'_>,
    ) -> Result<PreparedProgram, Reason> {
        let digest = content.digest();
        let bytes = match program(name, content)? {
            Text::Source(source) => return self.prepare_source(&source, role),
            Text::Bytes(bytes) => bytes,
        };
        let wat = extension_is(name, "wat");
        let binary = if wat { Cow::Owned(from_text(bytes, role)?) } else { Cow::Borrowed(bytes) };
        let binary_name = if wat { "text.wasm" } else { name };
        let submission = Submission { name: binary_name, bytes: &binary };
        let admitted = admit(&submission, &role.policy()).map_err(|error| error.reason())?;
        let (program, language) = match &admitted {
            Admitted::Script(script) => {
                let plugin = Plugin::of_text(name, bytes, role.python());
                let plugin = plugin.ok_or_else(|| {
                    Reason::new(Code::FaultHost, "a text was admitted that no interpreter is for")
                })?;
                let interpreter = self.interpreter(plugin)?.program.clone();
                let script = Script::new(script.source().to_owned(), script_name(name, role));
                let interface = role.interface().cloned();
                let mut program = interpreter.with_interface(interface).with_script(script);
                if plugin.is_python() {
                    let packages = &role.python().packages;
                    program = program.with_packages(self.compiled(plugin, packages)?);
                }
                (program, admitted.language())
            }
            Admitted::Component(component) => {
                let program = self.link(component, role, None)?;
                let language = if wat { "wat" } else { admitted.language() };
                (program, language)
            }
        };
        Ok(PreparedProgram { program, digest, language })
    }

    /// The same from source text: a compiler makes a component of it first.
    fn prepare_source(&self, source: &Source, role: Role<'_>) -> Result<PreparedProgram, Reason> {
        let language = source.language();
        let component = self.build(source, role)?;
        let submission = Submission { name: "built.wasm", bytes: &component };
        let admitted = admit(&submission, &role.policy()).map_err(|error| error.reason())?;
        let Admitted::Component(component) = admitted else {
            return Err(Reason::new(Code::FaultHost, "a built component is none"));
        };
        let program = self.link(&component, role, Some(&self.builds.code))?;
        Ok(PreparedProgram { program, digest: source.digest(), language: language.name() })
    }

    /// The component that a compiler makes of a source.
    ///
    /// # Errors
    /// A `rejected/*` reason, or a fault of the host.
    pub(crate) fn build(&self, source: &Source, role: Role<'_>) -> Result<Vec<u8>, Reason> {
        role.check_source(source.bytes())?;
        let compiler = self.compiler(source.language())?;
        // Somebody who only runs a program has not said what for: it is a candidate without an interface.
        let world = role.world().unwrap_or(World::Candidate(None));
        self.builds.get(compiler, source, world).map_err(|error| error.reason())
    }

    /// The component of a program, whatever it comes as.
    ///
    /// # Errors
    /// A `rejected/*` reason, or a fault of the host.
    pub(crate) fn component(
        &self,
        name: &str,
        content: &Content,
        role: Role<'_>,
    ) -> Result<Vec<u8>, Reason> {
        let bytes = match program(name, content)? {
            Text::Source(source) => return self.build(&source, role),
            Text::Bytes(bytes) => bytes,
        };
        if let Some(language) = Language::of(name) {
            let language = language.name();
            let message = format!("a program in {language} is not compiled: its text is what runs");
            return Err(Reason::new(Code::RejectedMalformed, message)
                .hint("hand the text itself to `lazaret eval` or `lazaret run`"));
        }
        if extension_is(name, "wat") {
            return from_text(bytes, role);
        }
        wrapped(bytes.to_vec(), role)
    }

    /// A program with more places at which it can be stopped by its fuel, which is the same for every run. A text
    /// has none; what cannot be given any has a reason.
    pub(crate) fn prepare_with_checkpoints(
        &self,
        name: &str,
        content: &Content,
        role: Role<'_>,
    ) -> Result<Option<Runnable>, Reason> {
        if Language::of(name).is_some() {
            return Ok(None);
        }
        let component = self.component(name, content, role)?;
        let component =
            with_checkpoints(&component).map_err(|why| Reason::new(Code::FaultToolchain, why))?;
        let submission = Submission { name: "checkpoints.wasm", bytes: &component };
        match admit(&submission, &role.policy()).map_err(|error| error.reason())? {
            Admitted::Component(component) => self.link(&component, role, None).map(Some),
            Admitted::Script(_) => Ok(None),
        }
    }

    /// Makes a component ready to be started, here or in a worker. In this process, native code is kept only
    /// if `cache` says where.
    fn link(
        &self,
        component: &AdmittedComponent,
        role: Role<'_>,
        cache: Option<&CodeCache>,
    ) -> Result<Runnable, Reason> {
        let only = match role {
            Role::Anything => only_interface(component),
            Role::Candidate(..) | Role::Evaluator(..) => None,
        };
        let interface = role.interface().cloned().or(only);
        if self.settings.isolation != Isolation::Store {
            let code = Arc::new(self.quarantined_code(component, role)?);
            return Ok(Runnable::There(Quarantined::of(code, interface)));
        }
        let artifact = match cache {
            None => self.engine.compile(component),
            Some(cache) => self.compiled_here(component, cache),
        };
        let artifact = artifact.map_err(|error| refused(&error))?;
        let prepared = Prepared::new(&artifact, interface.as_ref());
        let prepared = prepared.map_err(|error| match error {
            PrepareError::Import(_) | PrepareError::Export { .. } => {
                Reason::new(Code::RejectedType, error.to_string())
            }
        })?;
        Ok(Runnable::Here(Program::of(prepared)))
    }

    fn compiled_here(
        &self,
        component: &AdmittedComponent,
        cache: &CodeCache,
    ) -> Result<Artifact, CompileError> {
        match self.engine.load(component.digest(), cache)? {
            Some(artifact) => Ok(artifact),
            None => self.engine.compile_into(component, cache),
        }
    }

    /// The native code of a component, made by a worker now or earlier. It never runs in this process.
    fn quarantined_code(
        &self,
        component: &AdmittedComponent,
        role: Role<'_>,
    ) -> Result<NativeCode, Reason> {
        let digest = component.digest();
        let cache = &self.builds.foreign;
        let cached = NativeCode::filled(digest, |file| {
            self.engine.cached(digest, cache, file).map_err(io::Error::other)
        });
        let unusable = |error| Reason::new(Code::FaultHost, format!("no native code: {error}"));
        if let Some(code) = cached.map_err(unusable)? {
            return Ok(code);
        }
        let code = self.compiled_there(component, role)?;
        // A full disk or a home that cannot be written costs the time of compiling again, no more.
        if self.engine.keep(digest, &code, cache).is_ok() {
            self.builds.made_one();
        }
        let sealed = NativeCode::new(&code, digest);
        sealed.map_err(|error| Reason::new(Code::FaultHost, format!("no memory for code: {error}")))
    }

    /// Compiles in a worker; a second time if the first one is lost, which no component should do.
    fn compiled_there(
        &self,
        component: &AdmittedComponent,
        role: Role<'_>,
    ) -> Result<Vec<u8>, Reason> {
        let imported = match role {
            Role::Evaluator(wit, _) => wit.map(|wit| &**wit.interface()),
            Role::Candidate(..) | Role::Anything => None,
        };
        let once = || {
            let worker = self.worker().map_err(CompileEnd::Worker)?;
            worker.compile(component.bytes(), imported, &CompileLimits::here())
        };
        let end = match once() {
            Err(CompileEnd::Worker(WorkerError::Lost(_))) => once(),
            end => end,
        };
        end.map_err(|end| match end {
            CompileEnd::Refused(reason) => reason,
            CompileEnd::Worker(error) => worker_reason(error),
        })
    }
}

/// A program as it is handed on: to a native compiler, or as it came.
enum Text<'a> {
    Source(Cow<'a, Source>),
    Bytes(&'a [u8]),
}

fn program<'a>(name: &str, content: &'a Content) -> Result<Text<'a>, Reason> {
    match content {
        Content::Folder(Ok(source)) => Ok(Text::Source(Cow::Borrowed(source))),
        Content::Folder(Err(reason)) => Err(Reason::clone(reason)),
        Content::File(bytes) => {
            refuse_native(bytes).map_err(|rejection| rejection.reason())?;
            Ok(match NativeLanguage::of(name) {
                Some(language) => {
                    Text::Source(Cow::Owned(Source::of_file(language, bytes.clone())))
                }
                None => Text::Bytes(bytes),
            })
        }
    }
}

fn refused(error: &CompileError) -> Reason {
    let code = match error {
        CompileError::Refused(_) => Code::RejectedCompileLimit,
        CompileError::Engine(_) | CompileError::Cache(_) => Code::FaultHost,
    };
    Reason::new(code, error.to_string())
}

/// The only interface of its own that a component exports, so that its functions can be called although
/// no task declares them. One that speaks Lazaret's contract is called through that.
fn only_interface(component: &AdmittedComponent) -> Option<Arc<Interface>> {
    if component.exports().iter().any(|export| export.starts_with("lazaret:")) {
        return None;
    }
    let mut callable = component.interfaces().iter().filter_map(|(_, it)| it.as_ref().ok());
    match (callable.next(), callable.next()) {
        (Some(interface), None) => Some(Arc::new(interface.clone())),
        _ => None,
    }
}

/// The language of bytes that were refused, as far as their name tells.
pub fn language_of(name: &str) -> &'static str {
    match Language::of(name) {
        Some(language) => language.name(),
        None if extension_is(name, "wat") => "wat",
        None if extension_is(name, "wasm") => "component",
        None => NativeLanguage::of(name).map_or("unknown", NativeLanguage::name),
    }
}

fn extension_is(name: &str, wanted: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case(wanted))
}

/// The name under which a script knows itself. In an evaluation it depends on nothing but its role and its
/// language, so that the same text gets the same verdict whatever it was called; a program that is only run keeps
/// the last part of its path, of harmless characters only.
pub fn script_name(name: &str, role: Role<'_>) -> String {
    let stem = match role {
        Role::Candidate(..) => "candidate",
        Role::Evaluator(..) => "evaluator",
        Role::Anything => return file_name(name),
    };
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    format!("{stem}.{}", extension.to_ascii_lowercase())
}

fn file_name(name: &str) -> String {
    let safe = |character: char| {
        if character.is_ascii_alphanumeric() || "._-".contains(character) { character } else { '_' }
    };
    name.chars().take(64).map(safe).collect()
}

/// A component from WebAssembly's text form. A core module becomes a component of its world.
fn from_text(bytes: &[u8], role: Role<'_>) -> Result<Vec<u8>, Reason> {
    role.check_source(bytes.len() as u64)?;
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Reason::new(Code::RejectedMalformed, "the source is not UTF-8 text"))?;
    let binary = wat::parse_str(text).map_err(|error| {
        let message = error.to_string();
        let first = message.lines().next().unwrap_or_default().to_owned();
        let mut reason = Reason::new(Code::RejectedSourceError, first);
        reason.position = position(&message);
        reason
    })?;
    wrapped(binary, role)
}

/// A component as it is, and one of its world around a core module.
fn wrapped(binary: Vec<u8>, role: Role<'_>) -> Result<Vec<u8>, Reason> {
    match role.world() {
        Some(world) if is_module(&binary) => componentize(&binary, world).map_err(|why| {
            Reason::new(Code::RejectedType, format!("the module does not fit its world: {why}"))
                .hint("name its exports as the canonical ABI says, for example `task:x/y#function`")
        }),
        _ => Ok(binary),
    }
}

/// Whether these bytes are a core module and not a component.
fn is_module(bytes: &[u8]) -> bool {
    bytes.get(4..8) == Some(&[1, 0, 0, 0])
}

/// The place in a message of the text parser, which says `--> <anon>:LINE:COLUMN`.
fn position(message: &str) -> Option<Position> {
    let (_, place) = message.split_once("<anon>:")?;
    let mut numbers = place.split(|character: char| !character.is_ascii_digit());
    let line = numbers.next()?.parse().ok()?;
    let column = numbers.next()?.parse().ok()?;
    Some(Position { line, column })
}
