// A program without a function is loaded and then lacks it.
// expect: failed/no-such-function
