// A text that is added to itself until the memory ends; parts of it are shared until somebody reads it.
// expect: failed/out-of-memory
function f(n) {
    let text = "x";
    for (;;) {
        text += text;
        text.charCodeAt(text.length - 1);
    }
}
