// A global object that is frozen and says that it is empty has the same functions.
// expect: value 1
Object.freeze(globalThis);
Reflect.ownKeys = Object.keys = Object.getOwnPropertyNames = () => [];

function f() {
    return 1;
}
