// Registers symbols under names that nobody will use again.
// expect: failed/out-of-fuel
function f(n) {
    for (let index = 0; ; index++) Symbol.for(`${index}`.padStart(1000, "x"));
}
