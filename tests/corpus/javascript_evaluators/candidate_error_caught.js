// An evaluator may handle what the candidate throws.
// expect: scored
// score: 22
import { CandidateError } from "lazaret";

export function evaluate(candidate) {
    try {
        candidate.fail("on purpose");
    } catch (error) {
        const { code, kind, message } = error;
        const right = error instanceof CandidateError && error instanceof Error && error.name === "CandidateError";
        return right && code === "exception" && kind === "RangeError" && message === "RangeError: on purpose" ? 22 : -1;
    }
}
