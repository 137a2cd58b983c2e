// A promise of a class of its own, or one with its own `then`, is waited for without asking it.
// expect: value 7
class Lazy extends Promise {
    then() {
        for (;;);
    }
}

function f() {
    return Lazy.resolve(7);
}
