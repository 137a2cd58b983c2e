// Prints an object that shares its parts so often that its text would never end.
// expect: failed/output-limit
function f(n) {
    let thing = "x";
    for (let level = 0; level < 40; level++) thing = [thing, thing];
    for (;;) console.log(thing);
}
