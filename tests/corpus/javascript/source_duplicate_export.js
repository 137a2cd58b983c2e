// An export that is there twice makes no module.
// message: SyntaxError
// expect: rejected/source-error
export function f() { return 1; }
const g = 2;
export { g as f };
