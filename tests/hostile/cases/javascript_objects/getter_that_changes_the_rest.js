// A getter in the middle of an object, which would take away what comes after it while it is read.
// expect: failed/invalid-output
// message: is a getter
function f(n) {
    const answer = { first: 1, get second() { delete answer.third; answer.first = []; return 2; }, third: 3 };
    return answer;
}
