// Each character is replaced by the whole text, again and again.
// expect: failed/out-of-fuel
function f(n) {
    let text = "xx";
    for (;;) text = text.replaceAll("x", text);
}
