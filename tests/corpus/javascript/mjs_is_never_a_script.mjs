// What ends in .mjs is a module, also where it could be a script.
// message: SyntaxError
// expect: rejected/source-error
with (Math) var f = () => PI;
