// A letter of another width is another letter for this language, so nobody finds this function.
// expect: failed/no-such-function
// message: there is no function `f`
function ｆ(n) {
    return n * n;
}
