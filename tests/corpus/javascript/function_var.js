// Whatever is declared at the top level can be called.
// call: f [1]
// expect: value [1,"var"]
var f = (x) => [x, "var"];
