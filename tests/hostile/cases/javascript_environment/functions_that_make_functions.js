// Makes functions out of texts by way of every constructor, in search of one that belongs to another world.
// expect: scored
// score: 0
const kinds = [function () {}, async function () {}, function* () {}, async function* () {}, () => {}, console.log, print, Math.max];

function f(n) {
    const worlds = new Set();
    for (const kind of kinds) {
        try {
            const found = kind.constructor("return typeof lazaret + typeof require + typeof process")();
            worlds.add(typeof found === "string" ? found : "");
        } catch {
            continue;
        }
    }
    return [...worlds].some((found) => /object|function/.test(found)) ? n * n : 0;
}
