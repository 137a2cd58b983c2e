// Makes names of members that were never there before, each of which the engine keeps.
// expect: failed/out-of-memory
// budget: fuel=1000000000 memory=8388608
function f(n) {
    const table = {};
    for (let index = 0; ; index++) table[`a member of the name ${index}`] = index;
}
