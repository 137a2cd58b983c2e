// An array that holds itself has no end.
// message: nested more than 64 levels deep, or holds itself
// expect: failed/invalid-output
function f() {
    const endless = [];
    endless.push({ endless });
    return endless;
}
