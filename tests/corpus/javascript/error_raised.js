// An error has the line in the program itself, where it was thrown.
// message: SyntaxError
// position: 6 0
// expect: failed/exception
function parse(text) {
    return JSON.parse(text);
}

function f() {
    return parse("{");
}
