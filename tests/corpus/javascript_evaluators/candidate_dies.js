// A candidate that dies ends the case, whatever the evaluator makes of it.
// expect: failed/out-of-fuel
function evaluate(candidate) {
    try {
        candidate.loop();
    } catch {
        return 50;
    } finally {
        return 100;
    }
}
