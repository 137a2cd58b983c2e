// The default export of a function counts by the function's name.
// expect: value "default"
export default function f() {
    return "default";
}
