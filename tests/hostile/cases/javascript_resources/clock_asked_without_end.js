// Asks for the time again and again: calls to the host that cost little and do nothing.
// expect: failed/hostcall-limit
// budget: fuel=1000000000
function f(n) {
    for (;;) performance.now();
}
