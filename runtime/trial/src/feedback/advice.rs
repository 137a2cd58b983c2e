//! What to do about an outcome, for whoever can change nothing but the program. `lazaret explain` says the same to
//! people, who can also change the task.

use crate::code::{Blame, Code};

/// One sentence or two; none for what is good.
pub const fn advice(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::Scored => return None,
        Code::RejectedMalformed => {
            "Hand in a text in UTF-8, or a WebAssembly component that is valid."
        }
        Code::RejectedFeature => {
            "Build for the baseline instruction set: no SIMD, threads, garbage collection or exceptions."
        }
        Code::RejectedTooLarge => {
            "Make the program smaller: split large functions, flatten deep nesting, drop what is unused."
        }
        Code::RejectedImport => {
            "Use no files, network or other services; what is needed comes with the arguments of a call."
        }
        Code::RejectedExport => "Define and export every function that the task asks for.",
        Code::RejectedType => {
            "Give every function exactly the parameters and the result that the task declares."
        }
        Code::RejectedPrecompiled => "Hand in the program itself, not native code.",
        Code::RejectedSourceError => "Mend the syntax at the line that is named.",
        Code::RejectedCompileLimit => {
            "Make the program smaller, or what it computes while it is compiled."
        }
        Code::FailedOutOfFuel => {
            "Look for an endless loop, or do less work a call: a better algorithm, fewer rounds."
        }
        Code::FailedOutOfMemory => "Keep less at one time.",
        Code::FailedStackOverflow => "Recurse less deeply, or use a loop with a list.",
        Code::FailedTrap => {
            "Look for a failed check, an index out of range, a division by zero or an abort."
        }
        Code::FailedException => "Mend the line at the end of the traceback.",
        Code::FailedExit => "Return the result; an exit is never a pass.",
        Code::FailedOutputLimit => "Print less; output is never read for scores.",
        Code::FailedHostcallLimit => {
            "Print in larger pieces, and ask for the time and for random bytes less often."
        }
        Code::FailedHandleLimit => "Drop streams and other handles that are no longer used.",
        Code::FailedResultLimit => "Return less in one value.",
        Code::FailedInvalidOutput => {
            "Return plain data of the shape that the task asks for: numbers, texts, lists, dicts with text keys."
        }
        Code::FailedNoSuchFunction => {
            "Define the function under exactly the name that was asked for, at the top level."
        }
        Code::FailedBadArguments => "Give the function the parameters that the task describes.",
        _ => match code.blame() {
            Blame::Candidate => return None,
            _ => {
                "The program is not to blame: nothing was measured, and nothing in it need change."
            }
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_advice_for_whatever_is_not_good() {
        for code in Code::ALL {
            assert_eq!(advice(*code).is_none(), *code == Code::Scored, "{code}");
        }
    }
}
