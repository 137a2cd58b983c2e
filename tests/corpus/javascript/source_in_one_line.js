// A module need not have lines.
// expect: value 1
const one = 1; export { f }; function f() { return one; }
