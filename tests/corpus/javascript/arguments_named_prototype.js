// A name is the name of a parameter or none; what all objects have is no argument.
// call: f {"toString": 1, "constructor": 2}
// expect: value [1,2,null]
function f(toString, constructor, valueOf = null) {
    return [toString, constructor, valueOf];
}
