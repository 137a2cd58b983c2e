// A pattern among other parameters has no name.
// call: f {"item": 3}
// message: pattern
// expect: failed/bad-arguments
function f(item, { bins }) {
    return item;
}
