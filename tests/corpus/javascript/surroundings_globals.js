// The global object has what the language has, and little else.
// expect: value ["DOMException","InternalError","atob","btoa","console","exports","module","performance","print","queueMicrotask"]
const LANGUAGE = `
    AggregateError Array ArrayBuffer AsyncDisposableStack Atomics BigInt BigInt64Array BigUint64Array Boolean DataView
    Date DisposableStack Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity
    Int16Array Int32Array Int8Array Iterator JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError
    Reflect RegExp Set SharedArrayBuffer String SuppressedError Symbol SyntaxError TypeError URIError Uint16Array
    Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet decodeURI decodeURIComponent encodeURI
    encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined unescape
`.trim().split(/\s+/);

module.exports = { f: () => Object.getOwnPropertyNames(globalThis).filter((name) => !LANGUAGE.includes(name)).sort() };
