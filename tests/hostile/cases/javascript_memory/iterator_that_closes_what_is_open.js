// Iterators throw and change what is destructured, at every moment when the engine calls them back.
// expect: scored
// score: 0
function f(n) {
    let calls = 0;
    const odd = (limit) => ({
        [Symbol.iterator]() { return this; },
        next() { if (++calls % 7 === 0) throw new Error("next"); return { done: limit-- < 0, get value() { if (calls % 5 === 0) throw calls; return odd(2); } }; },
        return() { if (calls % 3 === 0) throw new Error("return"); return calls % 2 === 0 ? {} : 7; },
    });
    for (let round = 0; round < 500; round++) {
        try {
            const [[a = 1, [b] = []] = [], ...rest] = odd(3);
            for (const item of odd(2)) if (item === a || rest.length === round || b) break;
            new Map(odd(2));
            Promise.all(odd(2)).catch(() => {});
        } catch {
            continue;
        }
    }
    return 0;
}
