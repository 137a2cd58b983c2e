// An object that is no error is shown.
// message: Object: { code: 7 }
// expect: failed/exception
function f() {
    throw { code: 7 };
}
