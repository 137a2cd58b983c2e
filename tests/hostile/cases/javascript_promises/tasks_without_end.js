// Queues one more task from each task.
// expect: failed/out-of-fuel
function f(n) {
    const again = () => queueMicrotask(again);
    again();
    return 0;
}
