// What the program declares is its own, also under a name of the language.
// call: parseInt ["7"]
// expect: value "mine"
function parseInt() {
    return "mine";
}
