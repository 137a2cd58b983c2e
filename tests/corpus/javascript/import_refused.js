// There is nothing to import.
// message: there is no module 'node:fs' here
// expect: failed/exception
import fs from "node:fs";
export const f = () => fs.readFileSync("/etc/passwd", "utf8");
