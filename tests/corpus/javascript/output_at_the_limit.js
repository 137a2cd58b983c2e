// What fits exactly is kept; a line end counts, too.
// budget: output=10
// stdout: 123456789\n
// expect: value 1
function f() {
    console.log("123456789");
    return 1;
}
