// A function is called for itself, not for an object.
// expect: value true
module.exports = {
    f() {
        "use strict";
        return this === undefined;
    },
};
