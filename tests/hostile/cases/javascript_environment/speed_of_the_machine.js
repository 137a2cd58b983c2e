// Measures its own speed to find out whether it is watched, and answers rightly only if it is not.
// expect: scored
// score: 0
function f(n) {
    const times = [];
    for (let round = 0; round < 20; round++) {
        const begin = performance.now();
        for (let step = 0; step < 10_000; step++);
        times.push(performance.now() - begin);
    }
    const spread = Math.max(...times.slice(1)) - Math.min(...times.slice(1));
    return 0.001 < spread ? n * n : 0;
}
