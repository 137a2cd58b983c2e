// A program may notice and go on with less.
// expect: value ["InternalError",3]
function f() {
    try {
        return new Uint8Array(10 ** 9).length;
    } catch (error) {
        return [error.name, [1, 2, 3].length];
    }
}
