// By position anything fits: too few are undefined, too many are ignored.
// call: f [1]
// expect: value [1,"undefined",5,1]
function f(a, b, c = 5) {
    return [a, typeof b, c, arguments.length];
}
