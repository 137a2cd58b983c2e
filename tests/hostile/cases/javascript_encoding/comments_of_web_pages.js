// Comments of web pages are comments in scripts: what looks like a comparison of a countdown is none.
// expect: scored
// score: 0
function f(n) {
    let answer = 0;
    <!-- answer = n * n;
--> answer = n * n;
    return answer;
}
