// The end of the fuel cannot be caught.
// budget: fuel=50000000
// expect: failed/out-of-fuel
function f() {
    for (;;) {
        try {
            for (;;);
        } catch {
            continue;
        } finally {
            continue;
        }
    }
}
