// Tells what every clock and every source of chance gives, so that two verdicts differ if one of them is real.
// expect: scored
// score: 0
function f(n) {
    console.log(Date.now(), performance.now(), new Date().toString(), new Date().toLocaleString(), new Date().getTimezoneOffset());
    console.log(Math.random(), Math.random(), [3, 1, 2].sort(() => Math.random() - 0.5));
    return 0;
}
