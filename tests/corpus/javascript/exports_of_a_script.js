// What a script assigns to module.exports can be called.
// call: g [2]
// expect: value 4
const double = (x) => 2 * x;
module.exports = { g: double };
