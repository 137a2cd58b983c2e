// The language is that of today.
// expect: value [3,[1,2],{"a":[1,3],"b":[2]},[3,2,1],6,"ab",true,[2,3]]
class Point {
    #x = 1;
    static #count = 0;
    static { Point.#count = 2; }
    sum() { return this.#x + Point.#count; }
}

function f() {
    const list = [1, 2, 3];
    const groups = Object.groupBy([{ k: "a", v: 1 }, { k: "b", v: 2 }, { k: "a", v: 3 }], ({ k }) => k);
    const values = Object.fromEntries(Object.entries(groups).map(([k, items]) => [k, items.map((item) => item.v)]));
    let n = null;
    n ??= { deep: { six: 6 } };
    return [
        new Point().sum(), [...new Set([1]).union(new Set([2]))], values, list.toReversed(), n?.deep?.six,
        `a${"b"}`, list.at(-1) === 3, [...[1, 2, 3].values().drop(1)],
    ];
}
