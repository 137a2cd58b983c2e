// Plain data of every kind crosses.
// expect: value {"none":null,"yes":true,"int":-7,"float":0.1,"text":"grün 😀","list":[[1,2],[],{}],"":0,"__proto__":1}
function f() {
    return {
        none: null, yes: true, int: -7, float: 0.1, text: "grün 😀", list: [[1, 2], [], {}], "": 0, ["__proto__"]: 1,
    };
}
