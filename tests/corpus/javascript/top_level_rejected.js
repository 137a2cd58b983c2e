// A rejection at the top level of a module ends the loading.
// message: RangeError: too early
// position: 5 0
// expect: failed/exception
await Promise.reject(new RangeError("too early"));
export const f = () => 1;
