// The function that prepares stacks for those who ask never ends.
// expect: failed/out-of-fuel
Error.prepareStackTrace = () => { for (;;); };

function f(n) {
    throw new Error("prepared");
}
