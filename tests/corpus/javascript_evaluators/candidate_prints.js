// What a candidate prints is no score.
// expect: scored
// score: 1
function evaluate(candidate) {
    candidate.shout();
    console.log("score: 50");
    return 1;
}
