// The name of an error is computed for ever by whoever asks.
// expect: failed/exception
class Endless extends Error {
    get name() {
        for (;;);
    }

    toString() {
        for (;;);
    }
}

function f(n) {
    throw new Endless("words");
}
