// A name that is no function is as good as none.
// expect: failed/no-such-function
const f = 3;
