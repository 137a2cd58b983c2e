// Objects do not cross.
// expect: failed/invalid-output
// message: result is of type Liar
function evaluate(candidate) {
    return candidate.object();
}
