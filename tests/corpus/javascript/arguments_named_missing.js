// A named argument without a default must be there.
// call: f {"left": 1}
// message: the argument 'right' is missing
// expect: failed/bad-arguments
function f(left, right) {
    return left;
}
