// Taking `module` and `exports` away leaves what is declared.
// expect: value 1
module.exports = null;
module = exports = 7;

function f() {
    return 1;
}
