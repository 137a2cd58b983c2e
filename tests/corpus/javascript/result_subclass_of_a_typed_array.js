// Nor is a typed array of a class of its own.
// message: result is of type Image
// expect: failed/invalid-output
class Image extends Uint8Array {}

function f() {
    return new Image(2);
}
