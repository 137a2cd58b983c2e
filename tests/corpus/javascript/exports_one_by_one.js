// So can what it puts into exports.
// call: g [2]
// expect: value 4
exports.g = (x) => 2 * x;
