// What objects are is not asked of what they say they are.
// expect: value [[1],{"a":1}]
globalThis.Array = class Array {};
globalThis.Object = class Object {};
globalThis.Number = globalThis.String = globalThis.Symbol = globalThis.Error = null;
Reflect.getPrototypeOf([]).constructor = class Stack {};
Reflect.getPrototypeOf({}).constructor = class Score {};
Reflect.getPrototypeOf({})[Reflect.ownKeys(Reflect.getPrototypeOf(new Map())).at(-1)] = "Liar";

function f() {
    return [[1], { a: 1 }];
}
