// The twin of result_deepest: one level more than 64.
// message: nested more than 64 levels deep
// expect: failed/invalid-output
function f() {
    let value = 1;
    for (let level = 0; level < 65; level++) value = [value];
    return value;
}
