// Turning the error into a text throws an error, whose text throws another.
// expect: failed/exception
class Evil extends Error {
    get message() {
        throw new Evil();
    }
}

function f(n) {
    throw new Evil();
}
