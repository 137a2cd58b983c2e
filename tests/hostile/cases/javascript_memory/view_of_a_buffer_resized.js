// A buffer is made smaller in the middle of each method that works on one of its views.
// expect: scored
// score: 0
function f(n) {
    let wild = 0;
    for (const method of ["fill", "set", "subarray", "slice", "copyWithin", "includes", "indexOf", "join", "sort", "map", "with", "toSorted"]) {
        const buffer = new ArrayBuffer(4096, { maxByteLength: 8192 });
        const view = new Float64Array(buffer);
        const shrink = { valueOf() { buffer.resize(8); return 1; }, toString() { buffer.resize(0); return ","; } };
        try {
            const got = method === "sort" || method === "map" || method === "toSorted"
                ? view[method](() => { buffer.resize(8); return 1; })
                : method === "set" ? view.set({ length: 3, get 0() { buffer.resize(8); return 1; }, 1: 2, 2: 3 }) : view[method](shrink, shrink);
            if (got instanceof Float64Array) wild += [...got].filter((item) => item !== 0 && item !== 1).length;
        } catch {
            continue;
        }
    }
    return 0 < wild ? n * n : 0;
}
