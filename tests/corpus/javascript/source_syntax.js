// A text that is no JavaScript is told with line and column.
// position: 5 28
// message: SyntaxError
// expect: rejected/source-error
function f() { return (1 + ;
}
