// Compiles programs that are twice as large each time.
// expect: failed/out-of-fuel
function f(n) {
    let source = "n";
    for (;;) {
        source = `${source} + ${source}`;
        n += new Function("n", `return ${source}`)(1);
    }
}
