// Random numbers come from the seed.
// expect: value [0.6563480956952727,0.06212814978837833,0.6469798780853626]
function f() {
    return [Math.random(), Math.random(), Math.random()];
}
