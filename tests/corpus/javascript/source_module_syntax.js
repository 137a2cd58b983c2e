// The same in a module.
// position: 6 14
// message: SyntaxError
// expect: rejected/source-error
export const one = 1;
export const ] = 2;
