// Every prototype of the language gets what a scorer might look for, and other ways to compare.
// expect: scored
// score: 0
for (const kind of [Object, Array, Number, String, Boolean, Function, BigInt, Symbol, Promise, Map, Set, Error, RegExp, Date]) {
    for (const name of ["square", "score", "passed", "valueOf", "toString", "toJSON", "equals", Symbol.toPrimitive]) {
        try {
            Object.defineProperty(kind.prototype, name, { value: () => 9, configurable: true, writable: true });
        } catch {
            continue;
        }
    }
}
Object.prototype.__proto__ = null;
Number.isFinite = Number.isNaN = Object.is = () => true;
Math.abs = () => 0;

function f(n) {
    return 0;
}
