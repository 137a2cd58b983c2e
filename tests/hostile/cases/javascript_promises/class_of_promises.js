// A promise of a class of its own, whose `then` never comes back.
// expect: scored
// score: 0
class Endless extends Promise {
    then() {
        for (;;);
    }

    static get [Symbol.species]() {
        for (;;);
    }
}

function f(n) {
    return Endless.resolve(0);
}
