// A function whose one parameter is a pattern gets the named arguments as an object.
// call: f {"item": 3, "bins": [5, 4]}
// expect: value [3,2,"none"]
const f = ({ item, bins: { length }, rest = "none" }) => [item, length, rest];
