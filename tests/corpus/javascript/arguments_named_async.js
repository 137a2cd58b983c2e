// Functions of every kind have named parameters.
// call: f {"b": 2, "a": 1}
// expect: value [1,2]
const f = async (a, b) => [a, b];
