// A module is strict, so a name that nobody declared cannot be assigned to.
// message: ReferenceError
// position: 6 0
// expect: failed/exception
export function f() {
    undeclared = 1;
}
