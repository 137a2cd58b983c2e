// Imports modules of the engine, of other runtimes, of the scorer and of the machine, while it runs.
// expect: scored
// score: 0
const NAMES = [
    "std", "os", "qjs:std", "qjs:os", "qjs:bjson", "bjson", "fs", "node:fs", "child_process", "lazaret", "evaluator.js",
    "./evaluator.js", "../evaluator.js", "/etc/passwd", "file:///etc/passwd", "data:text/javascript,export default 9",
    "http://example.com/x.js", "./case.js", "case.js", "", "\0", "wasi:cli/run",
];

async function f(n) {
    for (const name of NAMES) {
        try {
            await import(name);
            return n * n;
        } catch {
            continue;
        }
    }
    return 0;
}
