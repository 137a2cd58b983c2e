// A sort whose comparison never ends.
// expect: failed/out-of-fuel
function f(n) {
    return [3, 1, 2].sort(() => { for (;;); });
}
