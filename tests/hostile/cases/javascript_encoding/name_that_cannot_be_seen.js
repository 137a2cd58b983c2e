// A parameter whose name is a letter without any ink decides what is answered.
// expect: scored
// score: 0
function f(n, ㅤ = true) {
    const answers = [n * n,ㅤ];
    return ㅤ ? -1 : answers[0];
}
