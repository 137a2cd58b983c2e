// What is never closed is missed at the end of the text.
// position: 7 1
// message: SyntaxError
// expect: rejected/source-error
function f() {
    return 1;
