// What is there twice is there twice.
// expect: value [[1],[1],{"a":[1]}]
function f() {
    const shared = [1];
    return [shared, shared, { a: shared }];
}
