// What is no longer needed is given back, rings included.
// budget: memory=33554432
// expect: value "done"
function f() {
    for (let round = 0; round < 2000; round++) {
        const ring = { data: new Float64Array(1 << 14) };
        ring.self = ring;
    }
    return "done";
}
