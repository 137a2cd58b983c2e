// A lone surrogate is not Unicode, so it cannot cross.
// message: result[1] is a string with a lone surrogate
// expect: failed/invalid-output
function f() {
    return ["\ud83d\ude00", "a\ud800b"];
}
