// Arrays that hold the same array twice, thirty levels deep: a thousand million items in a few hundred bytes.
// expect: failed/out-of-fuel
function f(n) {
    let value = 0;
    for (let level = 0; level < 30; level++) value = [value, value];
    return value;
}
