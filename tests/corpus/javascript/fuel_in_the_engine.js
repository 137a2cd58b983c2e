// A long computation inside the engine ends with the fuel, too.
// budget: fuel=50000000
// expect: failed/out-of-fuel
function f() {
    return (7n ** 1_000_000n) > 0n;
}
