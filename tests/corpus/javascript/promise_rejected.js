// What a promise is rejected with is the error.
// message: RangeError: late
// position: 7 0
// expect: failed/exception
async function f() {
    await null;
    throw new RangeError("late");
}
