// The stack of an error shows the program and nothing of what is around it.
// expect: value [true,false]
function f() {
    const { stack } = new Error("here");
    return [stack.includes("case.js:4"), /lazaret|bridge|\.c\b|\.rs\b|home|tmp/.test(stack)];
}
