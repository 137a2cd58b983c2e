// Texts are the same texts, however the engine keeps them.
// expect: value ["\u0000\u001f\"\\/\n","aé中😀","xxxéé","bc",""]
function f() {
    let rope = "";
    for (let step = 0; step < 3; step++) rope = "x" + rope;
    return ["\0\x1f\"\\/\n", "aé中😀", rope + "é".repeat(2), "abcd".slice(1, 3), ""];
}
