// Queues tasks until the memory ends, none of which is ever run.
// expect: failed/out-of-memory
// budget: fuel=1000000000 memory=16777216
function f(n) {
    for (;;) queueMicrotask(() => n);
}
