// The candidate prints its score, and a right one as its last line.
// expect: scored
// score: 0
function f(n) {
    console.log(JSON.stringify({ score: 1, measurements: [{ name: "score", value: 1 }] }));
    console.error("scored");
    print("1.0");
    return 0;
}
