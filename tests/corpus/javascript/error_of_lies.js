// Getters of an error are not run, and its stack cannot be forged.
// message: Evil
// expect: failed/exception
// position: 16 0
class Evil extends Error {
    get message() {
        for (;;);
    }

    get stack() {
        for (;;);
    }
}

function f() {
    throw new Evil();
}
