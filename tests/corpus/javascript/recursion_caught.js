// A program may notice and go on.
// expect: value ["RangeError",true,1]
let calls = 0;

function endless() {
    calls++;
    return endless() + 1;
}

function f() {
    try {
        endless();
    } catch (error) {
        return [error.constructor.name, calls > 5000, 1];
    }
}
