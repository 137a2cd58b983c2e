// Sixty-four levels are allowed.
// expect: value [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
function f() {
    let value = 1;
    for (let level = 0; level < 64; level++) value = [value];
    return value;
}
