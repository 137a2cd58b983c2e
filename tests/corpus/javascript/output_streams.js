// What is printed is kept, apart from the result; warnings go the other way.
// stdout: score: 100\ninfo\ndebug\nprint\n
// stderr: warn\nerror\ntrace\n
// expect: value 1
console.log("score:", 100);

function f() {
    console.info("info");
    console.warn("warn");
    console.debug("debug");
    console.error("error");
    console.trace("trace");
    print("print");
    return 1;
}
