// An error over errors is called by its own name.
// message: AggregateError: all
// expect: failed/exception
function f() {
    throw new AggregateError([new Error("one")], "all");
}
