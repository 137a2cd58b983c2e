// The twin of arguments_by_position.
// call: f [1, 2, 3]
// expect: value 1
const f = (a) => a;
