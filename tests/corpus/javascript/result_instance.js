// An instance could carry behaviour that the text would drop in silence.
// message: result[0] is of type Score
// expect: failed/invalid-output
class Score {
    value = 1e9;

    valueOf() {
        return 1e9;
    }

    toJSON() {
        return 1e9;
    }
}

function f() {
    return [new Score()];
}
