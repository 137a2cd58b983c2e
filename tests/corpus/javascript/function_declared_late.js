// A function is there before the line that assigns to its name, a constant only after it.
// call: late []
// expect: value "defined"
function early() {
    return late();
}
const late = () => "defined";
