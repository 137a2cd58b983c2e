// An evaluator has the module `lazaret` and no other.
// expect: fault/evaluator-exception
// message: there is no module 'node:fs' here
import { readFileSync } from "node:fs";
export const evaluate = () => 1;
