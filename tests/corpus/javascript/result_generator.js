// A generator is not run for its values.
// message: result is of type Generator
// expect: failed/invalid-output
function* f() {
    yield 1;
}
