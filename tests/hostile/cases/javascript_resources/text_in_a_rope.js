// A text of a million small parts, read from its end each time.
// expect: failed/out-of-fuel
function f(n) {
    let text = "";
    for (;;) {
        text = text + "ab" + n;
        n += text.charCodeAt(text.length >> 1);
    }
}
