//! What `lazaret explain` says about each code.

use lazaret_trial::Code;

/// One page.
pub struct Page {
    pub what: &'static str,
    pub remedy: &'static str,
}

/// The page of a code; there is one for each, because the compiler insists.
pub const fn page(code: Code) -> Page {
    let (what, remedy) = match code {
        Code::Scored => (
            "The candidate answered every case, the evaluator measured it, and all numbers are finite and in range.",
            "Nothing. Compare it with scores of the same identity only.",
        ),
        Code::RejectedMalformed => (
            "The bytes are neither a text in UTF-8 nor valid WebAssembly, or the file name has no known extension.",
            "Hand in a .py text in UTF-8, a .wat text, or a .wasm component that `wasm-tools validate` accepts.",
        ),
        Code::RejectedFeature => (
            "The WebAssembly is valid, but uses a proposal that the engine profile has switched off (SIMD, threads, garbage collection, exceptions, tail calls, several memories, 64-bit memory).",
            "Build for the baseline instruction set, for example with `-mno-simd128` or without `-C target-feature`.",
        ),
        Code::RejectedTooLarge => (
            "A structural cap of admission is exceeded. Caps stand before the compiler because small files can cost it minutes.",
            "Split large functions, flatten deep nesting, drop what is unused, strip custom sections. The verdict names the cap.",
        ),
        Code::RejectedImport => (
            "The component imports an interface that candidates do not get: only clocks, random bytes, standard streams and an empty file system are there.",
            "Remove the dependency on the network or on other services; pass data in through the arguments of the call.",
        ),
        Code::RejectedExport => (
            "The component does not export `lazaret:candidate/program`, so there is nothing to call.",
            "Build it for the world `lazaret:candidate/candidate` of the contract in `wit/`.",
        ),
        Code::RejectedType => (
            "A core module stands where a component is needed, or an import or export has another type or version than the contract.",
            "Build against the task's `task.wit` or the contract in `wit/`; `lazaret build` wraps a core module, and `lazaret inspect` shows what there is.",
        ),
        Code::RejectedPrecompiled => (
            "The bytes are native code. Running native code that somebody handed in would be running it without a sandbox.",
            "Hand in the .wasm that it was compiled from.",
        ),
        Code::RejectedSourceError => (
            "The text is not a program of its language; the verdict has the line and the column.",
            "Mend the syntax. Python candidates are read by CPython 3.14. A program in C or Rust sees its own files and its language's standard library, nothing else.",
        ),
        Code::RejectedCompileLimit => (
            "A compiler ran into one of its limits, of processor time, memory or output, or broke down over the program: the one that makes a component of a source, or the one that makes native code of it.",
            "Make the program smaller, or what it computes at compile time. If it was WebAssembly already, report it: admission should have said so.",
        ),
        Code::FailedOutOfFuel => (
            "The candidate executed as many instructions as its budget allows. Fuel is counted, not timed, so this is the same on every machine.",
            "Look for an endless loop; do less work a call; or raise `fuel` in `task.toml` (all scores of the task then change identity).",
        ),
        Code::FailedOutOfMemory => (
            "The candidate asked for more memory than its budget allows, over all of its memories and tables together.",
            "Keep less at one time, or raise `memory` in `task.toml`.",
        ),
        Code::FailedStackOverflow => (
            "Calls were nested so deeply that the WebAssembly stack ended. Python code mostly gets a RecursionError before this.",
            "Recurse less deeply, or use a loop with a list.",
        ),
        Code::FailedTrap => (
            "The candidate did something that WebAssembly does not define (unreachable code, a bad memory access, a division by zero), or called an import that it is not granted.",
            "Run it with `lazaret run` and look at the message; in C and Rust a trap is mostly a failed check or an abort.",
        ),
        Code::FailedException => (
            "The candidate raised an error that nothing handled. The verdict has the kind, the message and the lines.",
            "Mend the line at the end of the traceback.",
        ),
        Code::FailedExit => (
            "The candidate called `sys.exit`, `os._exit` or the like instead of returning a value. An exit is never a pass, whatever its status.",
            "Return the result.",
        ),
        Code::FailedOutputLimit => (
            "The candidate wrote more to its output than its budget allows. Output is kept for people and never read for scores.",
            "Print less, or raise `output` in `task.toml`.",
        ),
        Code::FailedHostcallLimit => (
            "The candidate called the host more often than its budget allows.",
            "Print in larger pieces, ask for the time and for random bytes less often, or raise `host_calls`.",
        ),
        Code::FailedHandleLimit => (
            "The candidate held more handles (streams, pollables) at one time than its budget allows.",
            "Drop what is no longer used, or raise `handles`.",
        ),
        Code::FailedResultLimit => (
            "One value that the candidate returned is larger than its budget allows.",
            "Return less, or raise `result` in `task.toml`.",
        ),
        Code::FailedInvalidOutput => (
            "The candidate answered, but not with a valid answer: not plain data, or not what the task asks for.",
            "Return plain data (numbers, texts, lists, dicts with text keys) of the shape that the task describes.",
        ),
        Code::FailedNoSuchFunction => (
            "The evaluator called a function that the candidate does not define.",
            "Define it under exactly that name at the top level; the verdict lists the names that are there.",
        ),
        Code::FailedBadArguments => (
            "The candidate's function does not take the arguments that the evaluator passes.",
            "Give it the parameters that the task describes.",
        ),
        Code::InconclusiveWallTimeout => (
            "Wall time ran out before fuel did, or before a compiler had used up its processor time. Wall time depends on the machine, so this says nothing about the candidate.",
            "Try again with fewer jobs, raise `wall_ms`, or lower `fuel` so that it ends first.",
        ),
        Code::InconclusiveHostOom => (
            "The machine could not supply memory that the budget allows.",
            "Try again with fewer jobs or a smaller `memory`.",
        ),
        Code::InconclusiveWorkerLost => (
            "The process that ran the candidate or the evaluator is gone: it crashed, the kernel ended it, or it was killed because it did not answer long after its time. It was tried a second time with a new process. Nothing was scored.",
            "Look at the program, which is kept in the folder that `lazaret doctor` names under `quarantine`; if it crashes a worker each time, it has found a defect of the engine: please report it.",
        ),
        Code::InconclusiveInterrupted => {
            ("The evaluation was interrupted before this candidate was done.", "Run it again.")
        }
        Code::FaultEvaluatorSource => (
            "The task's evaluator is not a program of its language, or is not admitted.",
            "Mend the evaluator; no candidate was judged by it.",
        ),
        Code::FaultEvaluatorException => (
            "The evaluator raised an error of its own. Candidates are not blamed for it.",
            "Mend the line at the end of the traceback, or raise `lazaret.InvalidOutput` if the candidate's answer is what is wrong.",
        ),
        Code::FaultEvaluatorTrap => (
            "The evaluator trapped, exited, or used an import at a time when it is not granted (a call of the candidate outside `evaluate`).",
            "Mend the evaluator.",
        ),
        Code::FaultEvaluatorLimit => (
            "The evaluator exceeded a limit of its own budget.",
            "Look for an endless loop in it, or raise the limit under `[evaluator_budget]` in `task.toml`.",
        ),
        Code::FaultEvaluatorInvalid => (
            "The evaluator's answer is not valid: a metric is missing, extra, NaN, infinite or out of range, or a case id is unusable.",
            "Return one finite number for each metric that `describe` declares.",
        ),
        Code::FaultToolchain => (
            "A candidate in C or Rust needs a compiler that is not installed, or this kernel cannot lock one up. Nothing was held against the candidate.",
            "`lazaret doctor` shows which compilers there are and the command that installs one. Locking up needs Linux 6.12 or newer with Landlock.",
        ),
        Code::FaultHost => (
            "Lazaret itself failed. This is a defect, and is never held against a candidate.",
            "Run `lazaret doctor`, and report it with the message.",
        ),
    };
    Page { what, remedy }
}
