// Data that is nested deeply, and texts that are, end in errors and not in a crash.
// expect: value [true,true,true,true,true]
function outcome(action) {
    try {
        action();
        return true;
    } catch (error) {
        return ["RangeError", "SyntaxError", "InternalError"].includes(error.name) || error.name;
    }
}

function f() {
    const nested = "[".repeat(200_000);
    let deep = [], less = [];
    for (let level = 0; level < 200_000; level++) deep = [deep];
    for (let level = 0; level < 10_000; level++) less = [less];
    return [
        outcome(() => JSON.parse(nested)),
        outcome(() => JSON.stringify(less)),
        outcome(() => new RegExp("(".repeat(200_000) + ")".repeat(200_000))),
        outcome(() => (0, eval)("!".repeat(200_000))),
        outcome(() => deep.flat(Infinity)),
    ];
}
