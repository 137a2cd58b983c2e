// An error of a class of its own is called by the name of the class.
// message: TooLarge: 7
// expect: failed/exception
// position: 8 0
class TooLarge extends Error {}

function f() {
    throw new TooLarge(7);
}
