// A promise that is resolved with itself.
// expect: failed/exception
// message: TypeError
function f(n) {
    let resolve;
    const promise = new Promise((given) => { resolve = given; });
    resolve(promise);
    return promise;
}
