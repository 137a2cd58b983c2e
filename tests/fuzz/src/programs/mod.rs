//! Programs to try the runtime with: the cases of the project's corpus, modules out of nothing, and components
//! around such modules.

pub mod corpus;
pub mod smith;
pub mod values;

use anyhow::{Context, Result};

use crate::mutate::sections::Binary;
use crate::random::Random;

const CANDIDATE: &str = include_str!("../../../header/worlds/candidate.wat");
const PROGRAM: &str = include_str!("program.wat");
const TYPED: &str = include_str!("typed.wat");

/// The line of the suite's `candidate.wat` that is replaced.
const BODY: &str = ";; BODY\n";

/// The place of `$guest` among the modules of both components.
const GUEST: usize = 1;

/// What `$guest` gives and may ask for in `program.wat`.
const PROGRAM_EXPORTS: &str =
    "(module (func (export \"call\") (param i32 i32 i32 i32) (result i32) unreachable))";
const PROGRAM_IMPORTS: &str = r#"(module
  (import "env" "memory" (memory 1 16))
  (import "env" "realloc" (func (param i32 i32 i32 i32) (result i32)))
  (import "env" "now" (func (result i64)))
  (import "env" "random" (func (result i64)))
  (import "env" "exit" (func (param i32)))
  (import "env" "stdout" (func (result i32)))
  (import "env" "write" (func (param i32 i32 i32 i32)))
  (import "env" "drop" (func (param i32))))"#;

/// The same in `typed.wat`.
const TYPED_EXPORTS: &str = r#"(module
  (func (export "scalars") (param i32 i64 f32 f64) (result f64) unreachable)
  (func (export "text") (param i32 i32) (result i32) unreachable)
  (func (export "numbers") (param i32 i32) (result i32) unreachable)
  (func (export "mixed") (param i32 i64 i32 i32 i32 i32) (result i32) unreachable)
  (func (export "nothing") unreachable)
  (func (export "after") (param i32) unreachable))"#;
const TYPED_IMPORTS: &str = r#"(module
  (import "env" "memory" (memory 1 16))
  (import "env" "realloc" (func (param i32 i32 i32 i32) (result i32))))"#;

/// A core module that can be made into a candidate: named as the canonical ABI says.
const MODULE_EXPORTS: &str = r#"(module
  (memory (export "memory") 1 16)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "lazaret:candidate/program@0.1.0#call") (param i32 i32 i32 i32) (result i32) unreachable))"#;
const NO_IMPORTS: &str = "(module)";

/// What generated modules are put into.
pub struct Templates {
    program: Template,
    typed: Template,
    module: smith::Shape,
}

struct Template {
    component: Binary,
    shape: smith::Shape,
}

impl Templates {
    /// Assembles them.
    ///
    /// # Errors
    /// If one is not well formed, which a test would have found.
    pub fn assemble() -> Result<Self> {
        let program = CANDIDATE.replace(BODY, PROGRAM);
        Ok(Self {
            program: Template::assemble(&program, PROGRAM_EXPORTS, PROGRAM_IMPORTS)?,
            typed: Template::assemble(TYPED, TYPED_EXPORTS, TYPED_IMPORTS)?,
            module: smith::Shape::assemble(MODULE_EXPORTS, NO_IMPORTS)?,
        })
    }

    /// A component around a new module, or now and then a module to make one of.
    pub fn generate(&self, random: &mut Random) -> Option<Vec<u8>> {
        let template = match random.below(8) {
            0 => return smith::strict_module(random, Some(&self.module), false),
            1..=4 => &self.program,
            _ => &self.typed,
        };
        let module = smith::strict_module(random, Some(&template.shape), false)?;
        template.around(module)
    }

    /// Both as they are, around modules that do next to nothing.
    #[must_use]
    pub fn plain(&self) -> Vec<Vec<u8>> {
        vec![self.program.component.write(), self.typed.component.write()]
    }
}

impl Template {
    fn assemble(text: &str, exports: &str, imports: &str) -> Result<Self> {
        let bytes = wat::parse_str(text).context("a template is not well formed")?;
        let component = Binary::read(&bytes).context("a template is not whole")?;
        Ok(Self { component, shape: smith::Shape::assemble(exports, imports)? })
    }

    fn around(&self, module: Vec<u8>) -> Option<Vec<u8>> {
        let mut component = self.component.clone();
        component.replace_module(GUEST, module).then(|| component.write())
    }
}

#[cfg(test)]
mod tests {
    use lazaret_admission::{Policy, Submission, admit};

    use super::*;

    #[test]
    fn most_generated_programs_are_admitted() {
        let templates = Templates::assemble().unwrap();
        let policy = Policy::for_any_export();
        let admitted = |bytes: &[u8]| admit(&Submission { name: "x.wasm", bytes }, &policy);
        for plain in templates.plain() {
            assert!(admitted(&plain).is_ok(), "{:?}", admitted(&plain).err());
        }
        let (mut components, mut good) = (0, 0);
        for index in 0..200 {
            let Some(bytes) = templates.generate(&mut Random::of(4, index)) else { continue };
            if Binary::read(&bytes).unwrap().is_component() {
                components += 1;
                good += usize::from(admitted(&bytes).is_ok());
            }
        }
        assert!(120 < components && components * 6 / 10 < good, "{good} of {components}");
    }
}
