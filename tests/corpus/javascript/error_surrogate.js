// A message that is not Unicode is told with escapes.
// message: Error: a\ud800b
// expect: failed/exception
function f() {
    throw new Error("a\ud800b");
}
