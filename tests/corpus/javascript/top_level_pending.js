// A module that waits for something that never happens is never loaded.
// message: waits for something that never happens
// expect: failed/exception
await new Promise(() => {});
export const f = () => 1;
