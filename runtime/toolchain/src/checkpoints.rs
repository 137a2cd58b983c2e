//! More places at which a component can be stopped by its fuel, for whoever wants to know where it goes.
//!
//! The engine looks at the fuel where a function begins and where a loop turns. What a function uses between two
//! such places would be counted where the second lies, often in another function: all that a function without a
//! loop does, in whoever called it. An empty `loop` costs no fuel, and is a place to look. So one is put before
//! and after each call, and before each end of a function: from one place to the next, only one function runs,
//! and the fuel of every run is what it was.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};

use wasm_encoder::reencode::{Error, Reencode, ReencodeComponent};
use wasm_encoder::{BlockType, CodeSection, Component, Function, Instruction};
use wasmparser::{FunctionBody, Operator, Parser};

/// The most loops of a function with those that are added: what admission lets pass, so that what was admitted
/// is admitted. Functions that would have more stay as they are.
const LOOPS_MAX: usize = 1_000;

/// The component with more places at which it can be stopped. It does the same with the same fuel.
///
/// # Errors
/// If it cannot be taken apart and put together again.
pub fn with_checkpoints(component: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Component::new();
    // What takes components apart is not built for hostile ones, so a panic is an error like any other.
    let done = catch_unwind(AssertUnwindSafe(|| {
        Checkpoints.parse_component(&mut out, Parser::new(0), component)
    }));
    match done {
        Ok(Ok(())) => Ok(out.finish()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the component cannot be taken apart".to_owned()),
    }
}

struct Checkpoints;

impl ReencodeComponent for Checkpoints {}

impl Reencode for Checkpoints {
    type Error = Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Infallible>> {
        let more = additional(&body)? <= LOOPS_MAX;
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut reader = body.get_operators_reader()?;
        let mut depth = 0_u32;
        while !reader.eof() {
            let operator = reader.read()?;
            let (before, after) = around(&operator, &mut depth);
            let instruction = self.instruction(operator)?;
            if more && before {
                checkpoint(&mut function);
            }
            function.instruction(&instruction);
            if more && after {
                checkpoint(&mut function);
            }
        }
        code.function(&function);
        Ok(())
    }
}

fn checkpoint(function: &mut Function) {
    function.instruction(&Instruction::Loop(BlockType::Empty));
    function.instruction(&Instruction::End);
}

/// How many loops the function would have.
fn additional(body: &FunctionBody<'_>) -> Result<usize, wasmparser::BinaryReaderError> {
    let (mut loops, mut depth) = (0, 0);
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        let operator = reader.read()?;
        let (before, after) = around(&operator, &mut depth);
        loops += usize::from(before) + usize::from(after);
        loops += usize::from(matches!(operator, Operator::Loop { .. }));
    }
    Ok(loops)
}

/// Whether there is to be a place before and after an operator. `depth` is that of the blocks around it.
fn around(operator: &Operator<'_>, depth: &mut u32) -> (bool, bool) {
    let leaves = |relative: u32, depth: u32| relative == depth;
    match operator {
        Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
            *depth = depth.saturating_add(1);
            (false, false)
        }
        Operator::End => match depth.checked_sub(1) {
            Some(outer) => {
                *depth = outer;
                (false, false)
            }
            None => (true, false),
        },
        Operator::Call { .. } | Operator::CallIndirect { .. } => (true, true),
        Operator::Return | Operator::Unreachable => (true, false),
        Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => {
            (leaves(*relative_depth, *depth), false)
        }
        Operator::BrTable { targets } => {
            let mut all = targets.targets().flatten().chain([targets.default()]);
            (all.any(|target| leaves(target, *depth)), false)
        }
        _ => (false, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operators(component: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for payload in Parser::new(0).parse_all(component) {
            if let wasmparser::Payload::CodeSectionEntry(body) = payload.unwrap() {
                let mut reader = body.get_operators_reader().unwrap();
                while !reader.eof() {
                    let text = format!("{:?}", reader.read().unwrap());
                    found.push(text.split([' ', '(']).next().unwrap().to_owned());
                }
            }
        }
        found
    }

    #[test]
    fn places_are_around_calls_and_before_ends() {
        let component = wat::parse_str(
            "(component (core module
                (func $f (param i32)
                  (block (br_if 1 (local.get 0)) (br_if 0 (local.get 0)) (call $f (i32.const 1)))
                  return)))",
        )
        .unwrap();
        let changed = with_checkpoints(&component).unwrap();
        assert_eq!(
            operators(&changed).join(" "),
            "Block LocalGet Loop End BrIf LocalGet BrIf I32Const Loop End Call Loop End End Loop End \
             Return Loop End End"
        );
        wasmparser::Validator::new().validate_all(&changed).unwrap();
    }

    #[test]
    fn functions_with_too_many_calls_stay_as_they_are() {
        let component =
            format!("(component (core module (func $f {})))", "(call $f)".repeat(LOOPS_MAX / 2));
        let component = wat::parse_str(component).unwrap();
        assert_eq!(operators(&with_checkpoints(&component).unwrap()), operators(&component));
    }

    #[test]
    fn what_is_no_component_is_an_error() {
        for bytes in [&b"\0asm\x0d\0\x01\0\x01\xff\xff"[..], b"\0asm\x01\0\0\0", b"nothing"] {
            assert!(with_checkpoints(bytes).is_err(), "{bytes:?}");
        }
    }
}
