// The message names the functions that are there.
// hint: the candidate defines: good, other
// expect: failed/no-such-function
const other = () => 2;
let number = 3;

function good() {
    return 1;
}

function _hidden() {
    return 2;
}
