// Not even the program itself.
// message: there is no module './case.js' here
// expect: failed/exception
import { f as g } from "./case.js";
export const f = () => g;
