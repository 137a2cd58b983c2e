// What a module exports can be called, under the name of the export.
// call: g [2]
// expect: value 4
const double = (x) => 2 * x;
export { double as g };
