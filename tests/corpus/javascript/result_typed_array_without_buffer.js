// A typed array whose buffer is gone has nothing to say.
// message: result[0] is a typed array without its buffer
// expect: failed/invalid-output
function f() {
    const array = new Uint8Array(8);
    array.buffer.transfer();
    return [array];
}
