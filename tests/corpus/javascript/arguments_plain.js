// Arguments are the same values, and arrays and objects like any other.
// call: f [{"__proto__": {"x": 1}, "a": [1, 2.5, -0.0, NaN, "é\u0000", null, true]}, 9007199254740993]
// expect: value [true,[true,true,true,true,"é\u0000",null,true],true,"bigint","undefined",[9007199254740994]]
function f(object, large) {
    const { a } = object;
    return [
        Object.hasOwn(object, "__proto__"), [a[0] === 1, a[1] === 2.5, Object.is(a[2], -0), Number.isNaN(a[3]), a[4], a[5], a[6]],
        Array.isArray(a) && a.concat([1]).length === 8, typeof large, typeof object.x, [large + 1n],
    ];
}
