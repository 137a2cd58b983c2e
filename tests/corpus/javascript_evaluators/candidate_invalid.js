// An evaluator may refuse the candidate's answer.
// expect: failed/invalid-output
// message: not a permutation: [1,1]
function evaluate(candidate) {
    throw new lazaret.InvalidOutput(`not a permutation: ${JSON.stringify(candidate.f([1, 1]))}`);
}
