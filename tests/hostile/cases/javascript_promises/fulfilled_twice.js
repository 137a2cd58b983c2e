// A promise that is fulfilled with the wrong answer first, and with another one afterwards.
// expect: scored
// score: 0
function f(n) {
    return new Promise((resolve, reject) => {
        resolve(0);
        resolve(n * n);
        reject(new Error("no"));
    });
}
