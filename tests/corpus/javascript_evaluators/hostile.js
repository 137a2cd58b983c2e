// An evaluator that breaks the language breaks neither itself nor the blame.
// expect: failed/exception
// message: RangeError: on purpose
for (const name of ["push", "map", "includes", Symbol.iterator]) Array.prototype[name] = null;
Object.keys = Object.hasOwn = Array.isArray = Number.isInteger = Math.sumPrecise = Reflect.apply = null;
Object.prototype.metrics = Object.prototype.splits = Object.prototype.id = Object.prototype.goal = "forged";
WeakSet.prototype.has = Error.prototype.name = Error.prototype.message = null;
Proxy = Symbol = Function.prototype.call = null;

function cases() {
    return [1];
}

function evaluate(candidate, data) {
    candidate.f(data);
    return candidate.fail("on purpose");
}
