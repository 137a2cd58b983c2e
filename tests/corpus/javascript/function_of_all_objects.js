// Nor is what every object has.
// call: toString []
// expect: failed/no-such-function
module.exports = { f: () => 1 };
