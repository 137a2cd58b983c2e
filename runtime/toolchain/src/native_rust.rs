//! Programs in Rust: rustc, which starts the linker.
//!
//! Invariants:
//! - rustc has no view of the files that could be narrowed, and what it needs of its own installation it could
//!   read for the program as well. So it lists what it has read for the program, and a program that has read
//!   anything but its own files and the generated ones is refused, whatever became of it.
//! - The linker is given no library that the program asks for.

use std::fs;

use crate::diagnostics::{
    GLUE_FOLDER, SOURCE_FOLDER, complaint_about_glue, lexical, link_error, source_error, unseen,
};
use crate::failure::BuildError;
use crate::glue;
use crate::native::{Job, OUTPUT, STACK_BYTES, strings};
use crate::standard::TARGET;
use crate::tools::RustTool;

/// Where rustc lists the files that it has read for the program.
const READ: &str = "tmp/read.d";

/// Where it writes how it has called the linker.
const LINKED: &str = "tmp/linked.txt";

impl Job<'_> {
    pub(crate) fn rust(&self, tool: &RustTool) -> Result<Vec<u8>, BuildError> {
        // The way from the folder of the crate's root to that of the generated files.
        let way = "../".repeat(self.source.root().split('/').count());
        let (glue, tail) =
            glue::rust(self.world, &format!("{way}{GLUE_FOLDER}")).map_err(BuildError::World)?;
        self.unpack(&glue, &tail)?;
        let root = format!("{SOURCE_FOLDER}/{}", self.source.root());
        let mut arguments = strings(&[
            "--crate-type=cdylib",
            "--crate-name=program",
            "--cap-lints=allow",
            "--error-format=short",
            "--color=never",
            "-Copt-level=3",
            "-Cpanic=abort",
            "-Ccodegen-units=1",
            "-Cstrip=debuginfo",
            "-Clinker-flavor=wasm-ld",
            "-Clink-arg=--stack-first",
        ]);
        arguments.extend([
            format!("--target={TARGET}"),
            format!("--edition={}", self.source.edition()),
            format!("--sysroot={}", tool.sysroot.display()),
            // Where the sources of the library are installed, their places would be by their paths here.
            format!("--remap-path-prefix={}=/rust", tool.sysroot.display()),
            format!("-Clinker={}", tool.linker.display()),
            format!("-Clink-arg=-zstack-size={STACK_BYTES}"),
            format!("--emit=link={OUTPUT},dep-info={READ}"),
            format!("--print=link-args={LINKED}"),
            root,
        ]);
        let ended = self.run(&tool.rustc, &arguments)?;
        // First, because what else is said could tell what is in such a file.
        let read = self.text(READ)?;
        if !read.as_deref().is_none_or(|read| self.reads_its_own(read)) {
            return Err(unseen(None));
        }
        let linked = self.text(LINKED)?;
        if linked.as_deref().is_some_and(asks_for_a_library) {
            return Err(BuildError::source(
                "the program asks for a native library; there is none but the standard library",
            ));
        }
        if ended.success() {
            // Nothing is believed of a compiler that has not said what it has read.
            return match (read, linked) {
                (Some(_), Some(_)) => self.module(),
                _ => Err(std::io::Error::other("rustc does not list what it reads").into()),
            };
        }
        let error = source_error(&ended.output);
        if let BuildError::Source { position: None, hint: None, .. } = &error {
            if let Some(why) = complaint_about_glue(&ended.output) {
                return Err(self.misfit(why));
            }
            if let Some(message) = link_error(&ended.output) {
                return Err(BuildError::source(message));
            }
        }
        Err(self.hinted(error))
    }

    /// What rustc has written into a file, if it got that far.
    fn text(&self, name: &str) -> Result<Option<String>, BuildError> {
        match fs::read(self.folder.join(name)) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether all files of a list for `make` are the program's or generated. A line is `TARGET: FILES`, or
    /// `FILE:` so that `make` misses none; names of the files that may stand there have no spaces and need no
    /// escapes, so whatever cannot be read like this is no list of them.
    fn reads_its_own(&self, list: &str) -> bool {
        list.lines().all(|line| match line.split_once(": ") {
            _ if line.is_empty() || line.starts_with("# env-dep:") => true,
            Some((_, files)) => files.split(' ').all(|file| self.is_own(file)),
            None => line.strip_suffix(':').is_some_and(|file| self.is_own(file)),
        })
    }

    fn is_own(&self, file: &str) -> bool {
        let Some(file) = lexical(file) else { return false };
        match file.split_once('/') {
            Some((SOURCE_FOLDER, name)) => self.source.files().contains_key(name),
            Some((GLUE_FOLDER, _)) => true,
            _ => false,
        }
    }
}

/// Whether the command of the linker, whose arguments are quoted and escaped, names a library. Inside of an
/// argument a quote has a backslash before it.
fn asks_for_a_library(command: &str) -> bool {
    command.contains(" \"-l")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_told_from_a_name_that_looks_like_one() {
        assert!(asks_for_a_library(r#"LC_ALL="C" "rust-lld" "x.o" "-l" "evil" "-o" "y""#));
        assert!(asks_for_a_library(r#""rust-lld" "-levil""#));
        assert!(!asks_for_a_library(r#""rust-lld" "--export" "a \"-l" "x-l""#));
    }
}
