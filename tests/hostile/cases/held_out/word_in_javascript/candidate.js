// Searches everything that it can reach from its global object for the evaluator's word.
// expect: scored
// score: 0
function f(question) {
    const seen = new Set(), pending = [globalThis, f, new Error().stack];
    while (0 < pending.length && seen.size < 20_000) {
        const thing = pending.pop();
        if (typeof thing === "string" && thing.startsWith("WOR" + "D-")) return thing;
        if (Object(thing) !== thing || seen.has(thing)) continue;
        seen.add(thing);
        for (const key of Reflect.ownKeys(thing)) {
            try {
                pending.push(thing[key], Object.getPrototypeOf(thing), key);
            } catch {
                continue;
            }
        }
    }
    return "";
}
