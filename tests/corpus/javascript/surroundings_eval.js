// Making code of text is part of the language, and leads nowhere else.
// expect: value [3,4,"undefined","ReferenceError"]
function f() {
    const kind = (action) => { try { return action(); } catch (error) { return error.name; } };
    return [(0, eval)("1 + 2"), new Function("x", "return x + 1")(3), typeof (0, eval)("this.lazaret"), kind(() => eval("lazaret"))];
}
