// Objects that each have members in another order, so that no two are of the same shape.
// expect: failed/out-of-memory
// budget: fuel=1000000000 memory=8388608
function f(n) {
    const hoard = [];
    for (let index = 0; ; index++) hoard.push({ [`a${index}`]: 1, [`b${index}`]: 2 });
}
