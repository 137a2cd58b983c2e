// A getter among the exports is not run.
// expect: failed/no-such-function
module.exports = { get f() { for (;;); } };
