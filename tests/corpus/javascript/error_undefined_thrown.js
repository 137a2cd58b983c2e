// So is nothing at all.
// message: undefined
// expect: failed/exception
function f() {
    throw undefined;
}
