// Each instance begins anew: what one run breaks is whole in the next.
// expect: value [1,"function",0,"undefined"]
const found = [(globalThis.runs ?? 0) + 1, typeof Math.max, Object.keys(Object.prototype).length, typeof Array.kept];
globalThis.runs = found[0];
Math.max = null;
Object.prototype.dirt = 1;
Array.kept = found;

function f() {
    return found;
}
