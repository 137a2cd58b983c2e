// An export of nothing makes no module.
// message: SyntaxError
// expect: rejected/source-error
export { f };
