// Some 9,000 calls fit inside each other.
// expect: value 8000
function depth(n) {
    return n === 0 ? 0 : depth(n - 1) + 1;
}

function f() {
    return depth(8000);
}
