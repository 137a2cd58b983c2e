// The module of evaluators does not exist for a candidate.
// message: there is no module 'lazaret' here
// expect: failed/exception
import { seed } from "lazaret";
export const f = () => seed();
