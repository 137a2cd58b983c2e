// The name of the function is written with escapes, so that nobody who looks for it finds it.
// expect: scored
// score: 0
function \u{0000066}(\u006e) {
    return -n;
}
