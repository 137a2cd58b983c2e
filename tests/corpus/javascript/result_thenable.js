// Only a promise is waited for; anything else with a `then` is an object with a function in it.
// message: result.then is of type function
// expect: failed/invalid-output
function f() {
    return { then(resolve) { resolve(1); } };
}
