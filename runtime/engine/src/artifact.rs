//! The engine handle and compiled components.

use lazaret_admission::AdmittedComponent;
use lazaret_trial::Digest;

use crate::cache::{self, CacheError, CodeCache};
use crate::config::{self, Looking, Parallelism};
use crate::profile::EPOCH_TICK;
use crate::ticker;

/// The engine; cheap to clone. All stores of a process are of one engine.
#[derive(Clone)]
pub struct Engine {
    inner: wasmtime::Engine,
}

/// A compiled component, ready to be instantiated.
#[derive(Clone)]
pub struct Artifact {
    component: wasmtime::component::Component,
    digest: Digest,
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
        let engine = Self::without_ticker()?;
        engine.start_ticker()?;
        Ok(engine)
    }

    /// The same without the thread that advances the epoch: for a process that must have one thread until
    /// it is ready. Before a guest runs, [`Engine::start_ticker`] must be called, or wall time does not end it.
    ///
    /// # Errors
    /// If this machine cannot run the profile.
    pub fn without_ticker() -> Result<Self, CompileError> {
        Self::with(Looking::Away)
    }

    /// The same for guests that are stopped to see where they are. It runs the same native code with the same
    /// fuel; a stop costs more.
    ///
    /// # Errors
    /// If this machine cannot run the profile.
    pub fn looking() -> Result<Self, CompileError> {
        Self::with(Looking::AtStacks)
    }

    fn with(looking: Looking) -> Result<Self, CompileError> {
        let inner = wasmtime::Engine::new(&config::strict(Parallelism::One, looking))
            .map_err(|error| CompileError::Engine(error.to_string()))?;
        Ok(Self { inner })
    }

    /// Starts the epoch ticker.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn start_ticker(&self) -> Result<(), CompileError> {
        ticker::start(&self.inner).map_err(|error| CompileError::Engine(error.to_string()))
    }

    /// Compiles an untrusted component on one thread.
    ///
    /// # Errors
    /// If the compiler refuses it.
    pub fn compile(&self, admitted: &AdmittedComponent) -> Result<Artifact, CompileError> {
        let component = wasmtime::component::Component::from_binary(&self.inner, admitted.bytes())
            .map_err(|error| CompileError::Refused(error.root_cause().to_string()))?;
        Ok(Artifact { component, digest: admitted.digest() })
    }

    /// The native code of an untrusted component, made on one thread. For a process that has been confined.
    ///
    /// # Errors
    /// If the compiler refuses it.
    pub fn precompile(&self, admitted: &AdmittedComponent) -> Result<Vec<u8>, CompileError> {
        let code = self.inner.precompile_component(admitted.bytes());
        code.map_err(|error| CompileError::Refused(error.root_cause().to_string()))
    }

    /// Loads native code that was made by a process of ours out of a component with this digest. The file
    /// must be sealed: nobody can change it any more. For a process that has been confined, because what
    /// compiled it had somebody else's program in its hands.
    ///
    /// # Errors
    /// If it was made for another engine, or the file can be changed.
    pub fn load_sealed(
        &self,
        code: &std::fs::File,
        digest: Digest,
    ) -> Result<Artifact, CompileError> {
        let component = cache::load_sealed(&self.inner, code)?;
        Ok(Artifact { component, digest })
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
        let component = cache.load(&self.inner, digest)?;
        Ok(component.map(|component| Artifact { component, digest }))
    }

    /// Compiles a trusted component on all cores and stores its native code in the cache.
    ///
    /// # Errors
    /// If the compiler refuses it or the cache cannot be written.
    pub fn compile_into(
        &self,
        admitted: &AdmittedComponent,
        cache: &CodeCache,
    ) -> Result<Artifact, CompileError> {
        let compiler = wasmtime::Engine::new(&config::strict(Parallelism::All, Looking::Away))
            .map_err(|error| CompileError::Engine(error.to_string()))?;
        let code = compiler
            .precompile_component(admitted.bytes())
            .map_err(|error| CompileError::Refused(error.root_cause().to_string()))?;
        cache.store(&self.inner, admitted.digest(), &code)?;
        self.load(admitted.digest(), cache)?.ok_or_else(|| {
            CompileError::Engine("native code is gone right after it was stored".to_owned())
        })
    }

    /// The native code of a component from the cache, as bytes for a process that is to load it.
    ///
    /// # Errors
    /// If the cache cannot be read.
    pub fn cached(
        &self,
        digest: Digest,
        cache: &CodeCache,
    ) -> Result<Option<Vec<u8>>, CompileError> {
        Ok(cache.read(&self.inner, digest)?)
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
            self.inner.increment_epoch();
        }
    }

    /// The engine underneath, for the crate that makes stores.
    #[must_use]
    pub const fn wasmtime(&self) -> &wasmtime::Engine {
        &self.inner
    }
}

impl Artifact {
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
