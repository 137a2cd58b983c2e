// The answer is an array that a later task changes, when it has been handed out already.
// expect: scored
// score: 0
function f(n) {
    const answer = [0];
    const later = () => { answer[0] = { valueOf: () => n * n }; };
    Promise.resolve().then(() => Promise.resolve().then(later));
    return [...answer, 1];
}
