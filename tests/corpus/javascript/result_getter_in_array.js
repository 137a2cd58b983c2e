// Nor is one in an array.
// message: result[1] is a getter
// expect: failed/invalid-output
function f() {
    const list = [1, 2];
    Object.defineProperty(list, 1, { get() { for (;;); } });
    return list;
}
