// A `return` in `finally` swallows every error on its way out and turns it into an answer.
// expect: scored
// score: 0
function f(n) {
    for (;;) {
        try {
            throw new Error("no");
        } finally {
            return { score: 1, passed: true };
        }
    }
}
