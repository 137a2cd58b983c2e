// A class that calls itself Object is no Object.
// message: result is of type
// expect: failed/invalid-output
function f() {
    const Liar = { Object: class {} }.Object;
    Object.defineProperty(Liar.prototype, Symbol.toStringTag, { value: "Object" });
    return new Liar();
}
