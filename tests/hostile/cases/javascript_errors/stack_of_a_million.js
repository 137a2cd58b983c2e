// Asks for stacks of a million frames and throws from a thousand levels deep.
// expect: failed/exception
// message: Error: deep
Error.stackTraceLimit = 1_000_000;

function down(level) {
    if (level === 0) throw new Error("deep".repeat(1));
    return down(level - 1) + 1;
}

function f(n) {
    return down(1000);
}
