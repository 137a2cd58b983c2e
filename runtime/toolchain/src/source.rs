//! A program as source text, before a native compiler sees it.
//!
//! A file or a folder, whose language its names tell. What a compiler could be made to run or to fetch
//! while it builds (build scripts, procedural macros, dependencies) is refused here.

use std::collections::BTreeMap;

use lazaret_trial::{Digest, Digester};
use serde::{Deserialize, Serialize};

use crate::failure::BuildError;

/// The most bytes of all files together.
pub const SOURCE_BYTES_MAX: u64 = 1 << 20;

/// The most files of a folder.
pub const SOURCE_FILES_MAX: usize = 256;

/// The most folders inside each other.
pub const SOURCE_DEPTH_MAX: usize = 8;

/// A language whose programs a native compiler makes into components.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum NativeLanguage {
    /// C, with the C library.
    C,
    /// Rust, with its standard library and no other crate.
    Rust,
}

impl NativeLanguage {
    /// All of them.
    pub const ALL: &[Self] = &[Self::C, Self::Rust];

    /// The name, as in a verdict.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::C => "c",
            Self::Rust => "rust",
        }
    }

    /// The language of a file by its extension.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1 {
            "c" => Some(Self::C),
            "rs" => Some(Self::Rust),
            _ => None,
        }
    }

    /// The language of a folder by the files in it: `src/lib.c` makes it C, `src/lib.rs` makes it Rust. A
    /// folder without either is no program, but may hold many.
    #[must_use]
    pub fn of_folder(has: impl Fn(&str) -> bool) -> Option<Self> {
        if has("src/lib.rs") {
            Some(Self::Rust)
        } else if has("src/lib.c") {
            Some(Self::C)
        } else {
            None
        }
    }
}

/// The files of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    language: NativeLanguage,
    /// By path, with `/` between folders.
    files: BTreeMap<String, Vec<u8>>,
    /// The crate's root, for Rust.
    root: &'static str,
    edition: String,
}

impl Source {
    /// One file. Its own name plays no part, so that the same text is the same program.
    #[must_use]
    pub fn of_file(language: NativeLanguage, text: Vec<u8>) -> Self {
        let root = match language {
            NativeLanguage::C => "candidate.c",
            NativeLanguage::Rust => "candidate.rs",
        };
        let files = BTreeMap::from([(root.to_owned(), text)]);
        Self { language, files, root, edition: EDITION.to_owned() }
    }

    /// A folder's files by their paths.
    ///
    /// # Errors
    /// If it is no program of one language, or wants to run or fetch something while it is built.
    pub fn of_folder(files: BTreeMap<String, Vec<u8>>) -> Result<Self, BuildError> {
        let language =
            NativeLanguage::of_folder(|name| files.contains_key(name)).ok_or_else(|| {
                BuildError::source(
                    "the folder is no program: it has neither `src/lib.c` nor `src/lib.rs`",
                )
            })?;
        let mut edition = EDITION.to_owned();
        if language == NativeLanguage::Rust {
            if files.contains_key("build.rs") {
                return Err(BuildError::source("`build.rs` is a build script, which is never run"));
            }
            if let Some(text) = files.get("Cargo.toml") {
                edition = check_manifest(text)?.unwrap_or(edition);
            }
        }
        let root = match language {
            NativeLanguage::C => "",
            NativeLanguage::Rust => "src/lib.rs",
        };
        Ok(Self { language, files, root, edition })
    }

    /// The one file that a compiler reads, if there is no other.
    #[must_use]
    pub fn only_file(&self) -> Option<&[u8]> {
        let is_read = |path: &str| [".c", ".h", ".rs"].iter().any(|end| path.ends_with(end));
        let mut files = self.files.iter().filter(|(path, _)| is_read(path));
        let (_, bytes) = files.next()?;
        files.next().is_none().then_some(bytes)
    }

    /// The language.
    #[must_use]
    pub const fn language(&self) -> NativeLanguage {
        self.language
    }

    /// The digest of all files and their paths. That of a single file is the digest of its bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        match self.files.iter().collect::<Vec<_>>().as_slice() {
            [(_, text)] => Digest::of(text),
            files => {
                let add = |digester: Digester, (name, text): &(&String, &Vec<u8>)| {
                    digester.part(name, text)
                };
                files.iter().fold(Digester::new("lazaret source 1"), add).finish()
            }
        }
    }

    /// The files by their paths.
    #[must_use]
    pub const fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// The root of the crate.
    pub(crate) const fn root(&self) -> &'static str {
        self.root
    }

    /// The edition of Rust.
    pub(crate) fn edition(&self) -> &str {
        &self.edition
    }

    /// The C files, which are compiled one by one.
    pub(crate) fn units(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str).filter(|name| name.ends_with(".c"))
    }

    /// The bytes of all files together.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|text| text.len() as u64).sum()
    }

    /// Whether all is within the caps and every path is harmless.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<(), BuildError> {
        let bytes = self.bytes();
        if SOURCE_BYTES_MAX < bytes {
            return Err(BuildError::TooLarge {
                limit: "source_bytes",
                measured: bytes,
                allowed: SOURCE_BYTES_MAX,
            });
        }
        if SOURCE_FILES_MAX < self.files.len() {
            return Err(BuildError::TooLarge {
                limit: "source files",
                measured: self.files.len() as u64,
                allowed: SOURCE_FILES_MAX as u64,
            });
        }
        for name in self.files.keys() {
            let parts: Vec<&str> = name.split('/').collect();
            if SOURCE_DEPTH_MAX < parts.len() || !parts.iter().all(|part| is_harmless(part)) {
                return Err(BuildError::source(format!(
                    "the path `{}` is not allowed: letters, digits, `.`, `_` and `-`, at most \
                     {SOURCE_DEPTH_MAX} levels",
                    name.escape_debug()
                )));
            }
        }
        Ok(())
    }
}

/// The edition of a file that does not say it.
const EDITION: &str = "2024";

/// A name that no command line and no compiler can misunderstand.
fn is_harmless(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    !name.is_empty()
        && name.len() <= 100
        && name.bytes().all(allowed)
        && !name.starts_with(['.', '-'])
}

/// The edition that a manifest says, if all that it says is harmless.
fn check_manifest(text: &[u8]) -> Result<Option<String>, BuildError> {
    let text = std::str::from_utf8(text)
        .map_err(|_| BuildError::source("`Cargo.toml` is not UTF-8 text"))?;
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        BuildError::source(format!("`Cargo.toml`: {}", error.message()))
    })?;
    for key in ["dependencies", "build-dependencies", "target", "workspace", "patch", "replace"] {
        let there = table.get(key).and_then(toml::Value::as_table).is_some_and(|it| !it.is_empty());
        if there {
            return Err(BuildError::source(format!(
                "`Cargo.toml` has `[{key}]`; a candidate has the standard library and no other crate"
            )));
        }
    }
    let package = table.get("package").and_then(toml::Value::as_table);
    let library = table.get("lib").and_then(toml::Value::as_table);
    if package.is_some_and(|package| package.contains_key("build")) {
        return Err(BuildError::source("`Cargo.toml` names a build script, which is never run"));
    }
    let refused = ["proc-macro", "proc_macro", "path"];
    if let Some(key) =
        refused.iter().find(|key| library.is_some_and(|library| library.contains_key(**key)))
    {
        return Err(BuildError::source(format!(
            "`Cargo.toml` sets `lib.{key}`, which is not allowed"
        )));
    }
    let edition = package.and_then(|package| package.get("edition")).and_then(toml::Value::as_str);
    match edition {
        None => Ok(Some("2015".to_owned())),
        Some(known @ ("2015" | "2018" | "2021" | "2024")) => Ok(Some(known.to_owned())),
        Some(_) => Err(BuildError::source("`Cargo.toml` has an edition that does not exist")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> Result<Source, BuildError> {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
        Source::of_folder(files.iter().map(owned).collect())
    }

    #[track_caller]
    fn check(files: &[(&str, &str)], error: &str) {
        let found = folder(files).and_then(|source| source.check()).unwrap_err().to_string();
        assert!(found.contains(error), "{found}");
    }

    #[test]
    fn a_folder_is_of_one_language() {
        assert_eq!(folder(&[("src/lib.c", "")]).unwrap().language(), NativeLanguage::C);
        let rust = folder(&[("src/lib.rs", ""), ("Cargo.toml", "[package]\nedition = \"2021\"")]);
        assert_eq!(rust.as_ref().unwrap().language(), NativeLanguage::Rust);
        assert_eq!(rust.unwrap().edition(), "2021");
        check(&[("main.py", "")], "neither `src/lib.c` nor `src/lib.rs`");
    }

    #[test]
    fn what_would_run_or_fetch_is_refused() {
        let manifest = |text| [("src/lib.rs", ""), ("Cargo.toml", text)];
        check(&[("src/lib.rs", ""), ("build.rs", "")], "never run");
        check(&manifest("[package]\nbuild = \"x.rs\""), "never run");
        check(&manifest("[dependencies]\nlibc = \"0.2\""), "[dependencies]");
        check(&manifest("[build-dependencies]\ncc = \"1\""), "[build-dependencies]");
        check(&manifest("[target.x.dependencies]\ncc = \"1\""), "[target]");
        check(&manifest("[lib]\nproc-macro = true"), "lib.proc-macro");
        check(&manifest("[lib]\npath = \"../../x.rs\""), "lib.path");
        check(&manifest("[package]\nedition = \"2050\""), "does not exist");
        check(&manifest("["), "`Cargo.toml`");
    }

    #[test]
    fn paths_and_sizes_are_bounded() {
        for path in ["../x.c", "-x.c", ".x.c", "a b.c", "a//b.c", "a/b/c/d/e/f/g/h/i.c", "\u{1b}.c"]
        {
            check(&[("src/lib.c", ""), (path, "")], "is not allowed");
        }
        let large = " ".repeat(1 << 20);
        check(&[("src/lib.c", &large), ("x.h", " ")], "1048577");
        let source = Source::of_file(NativeLanguage::C, vec![b' '; 1 << 20]);
        assert!(source.check().is_ok());
        let name = |index| format!("f{index}.h");
        let mut files: BTreeMap<_, _> = (0..256).map(|index| (name(index), Vec::new())).collect();
        files.insert("src/lib.c".to_owned(), Vec::new());
        assert!(Source::of_folder(files).unwrap().check().unwrap_err().to_string().contains("257"));
    }

    #[test]
    fn the_name_of_a_single_file_is_no_part_of_its_digest() {
        let source = Source::of_file(NativeLanguage::Rust, b"x".to_vec());
        assert_eq!(source.digest(), Digest::of(b"x"));
        let one = folder(&[("src/lib.c", "ab"), ("a.h", "c")]).unwrap().digest();
        let other = folder(&[("src/lib.c", "a"), ("a.h", "bc")]).unwrap().digest();
        assert_ne!(one, other);
    }
}
