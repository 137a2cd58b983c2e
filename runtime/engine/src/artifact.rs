//! The engine handle and compiled components.

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};

use lazaret_admission::AdmittedComponent;
use lazaret_trial::Digest;

use crate::cache::{self, CacheError, CodeCache};
use crate::config::{self, Looking, Memories};
use crate::image::{self, Image};
use crate::pagemap::Pagemap;
use crate::profile::EPOCH_TICK;
use crate::slots::Slots;
use crate::ticker;

/// The engine; cheap to clone. All of a process have one profile and one ticker.
#[derive(Clone)]
pub struct Engine {
    inner: wasmtime::Engine,
    family: Arc<Family>,
}

/// The engine that everything begins with, and one for each component whose memory has an image, because
/// who makes memories belongs to the engine.
pub struct Family {
    first: wasmtime::Engine,
    parted: Mutex<Vec<wasmtime::Engine>>,
    looking: Looking,
    pagemap: Option<Arc<Pagemap>>,
}

impl Family {
    /// Advances the epoch of all.
    pub fn increment_epoch(&self) {
        self.first.increment_epoch();
        let parted = self.parted.lock().unwrap_or_else(PoisonError::into_inner);
        parted.iter().for_each(wasmtime::Engine::increment_epoch);
    }
}

/// A compiled component, ready to be instantiated.
#[derive(Clone)]
pub struct Artifact {
    component: wasmtime::component::Component,
    digest: Digest,
    engine: Engine,
}

/// Why there is no artifact.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// The compiler refused the component.
    #[error("the compiler refused the component: {0}")]
    Refused(String),
    /// The engine could not be made.
    #[error("cannot start the engine: {0}")]
    Engine(String),
    /// The cache of native code cannot be used.
    #[error(transparent)]
    Cache(#[from] CacheError),
}

impl Engine {
    /// Starts an engine with the strict profile, and its epoch ticker.
    ///
    /// # Errors
    /// If this machine cannot run the profile.
    pub fn new() -> Result<Self, CompileError> {
        // Without it the memories of interpreters are used once.
        let engine = Self::without_ticker(Pagemap::open().ok())?;
        engine.start_ticker()?;
        Ok(engine)
    }

    /// The same without the thread that advances the epoch: for a process that must have one thread until
    /// it is ready. Before a guest runs, [`Engine::start_ticker`] must be called, or wall time does not end it.
    /// With a `pagemap` the memories of interpreters are used again.
    ///
    /// # Errors
    /// If this machine cannot run the profile.
    pub fn without_ticker(pagemap: Option<Pagemap>) -> Result<Self, CompileError> {
        Self::with(Looking::Away, pagemap)
    }

    /// The same for guests that are stopped to see where they are. It runs the same native code with the same
    /// fuel; a stop costs more.
    ///
    /// # Errors
    /// If this machine cannot run the profile.
    pub fn looking() -> Result<Self, CompileError> {
        Self::with(Looking::AtStacks, None)
    }

    fn with(looking: Looking, pagemap: Option<Pagemap>) -> Result<Self, CompileError> {
        let inner = start(looking, Memories::WithContent)?;
        let family = Family {
            first: inner.clone(),
            parted: Mutex::default(),
            looking,
            pagemap: pagemap.map(Arc::new),
        };
        Ok(Self { inner, family: Arc::new(family) })
    }

    /// The engine for this file of native code: another one if there is an image in it.
    pub(crate) fn fitting(&self, code: &File) -> Result<Self, CompileError> {
        let error = |error: std::io::Error| CompileError::Engine(error.to_string());
        let Some(image) = Image::find(code).map_err(error)? else { return Ok(self.clone()) };
        let slots = Slots::new(image, self.family.pagemap.clone()).map_err(error)?;
        let memories = Memories::Parted(Some(Arc::new(slots)));
        let inner = start(self.family.looking, memories)?;
        let mut parted = self.family.parted.lock().unwrap_or_else(PoisonError::into_inner);
        parted.push(inner.clone());
        drop(parted);
        Ok(Self { inner, family: self.family.clone() })
    }

    /// Starts the epoch ticker.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn start_ticker(&self) -> Result<(), CompileError> {
        ticker::start(&self.family).map_err(|error| CompileError::Engine(error.to_string()))
    }

    /// Compiles an untrusted component in this process, on all cores. A process that has been confined has
    /// [`crate::Compilers`].
    ///
    /// # Errors
    /// If the compiler refuses it.
    pub fn compile(&self, admitted: &AdmittedComponent) -> Result<Artifact, CompileError> {
        let component = wasmtime::component::Component::from_binary(&self.inner, admitted.bytes())
            .map_err(|error| CompileError::Refused(error.root_cause().to_string()))?;
        Ok(Artifact { component, digest: admitted.digest(), engine: self.clone() })
    }

    /// Loads native code that was made by a process of ours out of a component with this digest. The file
    /// must be sealed: nobody can change it any more. For a process that has been confined, because what
    /// compiled it had somebody else's program in its hands.
    ///
    /// # Errors
    /// If it was made for another engine, or the file can be changed.
    pub fn load_sealed(&self, code: &File, digest: Digest) -> Result<Artifact, CompileError> {
        let (component, engine) = cache::load_sealed(self, code)?;
        Ok(Artifact { component, digest, engine })
    }

    /// Loads the native code of a trusted component from the cache, or gives none if it is not there.
    ///
    /// # Errors
    /// If the cache cannot be read.
    pub fn load(
        &self,
        digest: Digest,
        cache: &CodeCache,
    ) -> Result<Option<Artifact>, CompileError> {
        let loaded = cache.load(self, digest)?;
        Ok(loaded.map(|(component, engine)| Artifact { component, digest, engine }))
    }

    /// Compiles a trusted component on all cores and stores its native code in the cache, apart from the first
    /// content of its memory if that can be parted from it.
    ///
    /// # Errors
    /// If the compiler refuses it or the cache cannot be written.
    pub fn compile_into(
        &self,
        admitted: &AdmittedComponent,
        cache: &CodeCache,
    ) -> Result<Artifact, CompileError> {
        let compile = |memories, bytes: &[u8]| {
            let code = start(Looking::Away, memories)?.precompile_component(bytes);
            code.map_err(|error| CompileError::Refused(error.root_cause().to_string()))
        };
        let code = match image::part(admitted.bytes()) {
            Some(parted) => {
                let code = compile(Memories::Parted(None), &parted.component)?;
                image::join(code, &parted.image, parted.minimum)
            }
            None => compile(Memories::WithContent, admitted.bytes())?,
        };
        cache.store(&self.inner, admitted.digest(), &code)?;
        self.load(admitted.digest(), cache)?.ok_or_else(|| {
            CompileError::Engine("native code is gone right after it was stored".to_owned())
        })
    }

    /// Copies the native code of a component from the cache into an empty file, for a process that is to load
    /// it. False if it is not there; the file may have anything in it then.
    ///
    /// # Errors
    /// If the cache cannot be read, or the file cannot be written.
    pub fn cached(
        &self,
        digest: Digest,
        cache: &CodeCache,
        code: &File,
    ) -> Result<bool, CompileError> {
        Ok(cache.check(&self.inner, digest, Some(code))?)
    }

    /// Keeps native code that a process of ours has made of a component with this digest.
    ///
    /// # Errors
    /// If the cache cannot be written.
    pub fn keep(&self, digest: Digest, code: &[u8], cache: &CodeCache) -> Result<(), CompileError> {
        Ok(cache.store(&self.inner, digest, code)?)
    }

    /// Ends every guest that runs now, as if its wall time were over. For interruptions by the user.
    pub fn expire(&self) {
        // No budget allows more ticks than there are in a day.
        let ticks_max = 86_400_000 / EPOCH_TICK.as_millis() + 2;
        for _ in 0..ticks_max {
            self.family.increment_epoch();
        }
    }

    /// The engine underneath, for the crate that makes stores.
    #[must_use]
    pub const fn wasmtime(&self) -> &wasmtime::Engine {
        &self.inner
    }
}

fn start(looking: Looking, memories: Memories) -> Result<wasmtime::Engine, CompileError> {
    wasmtime::Engine::new(&config::strict(looking, memories))
        .map_err(|error| CompileError::Engine(error.to_string()))
}

impl Artifact {
    /// The engine that runs it.
    #[must_use]
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The compiled component.
    #[must_use]
    pub const fn component(&self) -> &wasmtime::component::Component {
        &self.component
    }

    /// The digest of the component's bytes, not of the native code.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }
}

#[cfg(test)]
mod tests {
    use lazaret_admission::strict_features;
    use wasmparser::WasmFeatures;

    use super::*;

    /// The engine and admission must agree on the features, and the list must not change unnoticed with
    /// a new engine: whoever changes it writes the new list here.
    #[test]
    fn enabled_features_are_the_golden_list() {
        let engine = Engine::new().unwrap();
        let features = engine.wasmtime().get_wasm_features();
        let mut names: Vec<&str> = features.iter_names().map(|(name, _)| name).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "BULK_MEMORY",
                "COMPONENT_MODEL",
                "EXTENDED_CONST",
                "FLOATS",
                // For modules that the engine itself makes; see `config`.
                "MULTI_MEMORY",
                "MULTI_VALUE",
                "MUTABLE_GLOBAL",
                "REFERENCE_TYPES",
                "SATURATING_FLOAT_TO_INT",
                "SIGN_EXTENSION",
            ]
        );
        assert_eq!(features, strict_features() | WasmFeatures::MULTI_MEMORY);
    }

    /// A guest is looked at while it runs what it always runs: native code of one engine is that of the other.
    #[test]
    fn looking_at_stacks_changes_no_native_code() {
        let hash = |engine: Engine| {
            let mut hasher = std::hash::DefaultHasher::new();
            let hash = engine.wasmtime().precompile_compatibility_hash();
            std::hash::Hash::hash(&hash, &mut hasher);
            std::hash::Hasher::finish(&hasher)
        };
        let (away, looking) = (Engine::new().unwrap(), Engine::looking().unwrap());
        let module = wat::parse_str("(component (core module (func (loop br 0))))").unwrap();
        let code = |engine: &Engine| engine.wasmtime().precompile_component(&module).unwrap();
        assert_eq!(code(&away), code(&looking));
        assert_eq!(hash(away), hash(looking));
    }
}
