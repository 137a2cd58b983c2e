// The language does not tell 3.0 from 3, but a float that is too large to be whole stays a float.
// call: f [3.0, -0.0, 9007199254740992.0, 1e300, 9007199254740991]
// expect: value [3,-0.0,9007199254740992.0,1e300,9007199254740991]
function f(...numbers) {
    return numbers;
}
