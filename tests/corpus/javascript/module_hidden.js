// What it does not export cannot be called.
// hint: the candidate defines: g
// expect: failed/no-such-function
function f() {
    return 1;
}

export const g = f, number = 1;
