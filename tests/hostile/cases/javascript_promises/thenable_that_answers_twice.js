// An object that is waited for answers wrongly, then rightly, then with an error.
// expect: scored
// score: 0
async function f(n) {
    return await { then(resolve, reject) { resolve(0); resolve(n * n); reject(new Error("no")); throw new Error("no"); } };
}
