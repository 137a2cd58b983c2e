// A name that is no parameter is one too many.
// call: f {"left": 1, "right": 2}
// message: the function has no parameter 'right'
// expect: failed/bad-arguments
const f = (left) => left;
