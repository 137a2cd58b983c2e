//! Where Lazaret keeps what it keeps.

use std::path::PathBuf;

/// The two folders of all state. Whoever starts Lazaret decides where they are.
#[derive(Clone, Debug)]
pub struct Home {
    /// What cannot be made again without a network or at all: plugins, the ledger.
    pub data: PathBuf,
    /// What can be made again: native code, build folders.
    pub cache: PathBuf,
}

impl Home {
    /// The interpreter components, by digest.
    #[must_use]
    pub fn plugins(&self) -> PathBuf {
        self.data.join("plugins")
    }

    /// The record of verdicts.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.data.join("ledger")
    }

    /// Native code.
    #[must_use]
    pub fn code(&self) -> PathBuf {
        self.cache.join("code")
    }

    /// Components that were built from candidates' sources.
    #[must_use]
    pub fn builds(&self) -> PathBuf {
        self.cache.join("builds")
    }

    /// What was built once for native compilers.
    #[must_use]
    pub fn toolchains(&self) -> PathBuf {
        self.data.join("toolchains")
    }

    /// Native code that workers have made of candidates, for workers only.
    #[must_use]
    pub fn foreign_code(&self) -> PathBuf {
        self.cache.join("foreign")
    }

    /// Modules of packages that were compiled, by interpreter and packages.
    #[must_use]
    pub fn compiled_packages(&self) -> PathBuf {
        self.cache.join("packages")
    }

    /// Programs whose worker was lost, each in a folder of its own.
    #[must_use]
    pub fn quarantine(&self) -> PathBuf {
        self.data.join("quarantine")
    }

    /// Scratch space for building plugins and candidates.
    #[must_use]
    pub fn build(&self) -> PathBuf {
        self.cache.join("build")
    }
}
