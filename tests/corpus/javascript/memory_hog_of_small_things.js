// Small things fill it as well as large ones.
// budget: memory=33554432
// expect: failed/out-of-memory
function f() {
    let hoard = null;
    for (;;) hoard = { next: hoard };
}
