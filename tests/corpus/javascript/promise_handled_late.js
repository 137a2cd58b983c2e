// One that is handled before the end is none.
// expect: value "handled"
async function f() {
    const rejected = Promise.reject(new RangeError("early"));
    await null;
    return rejected.catch(() => "handled");
}
