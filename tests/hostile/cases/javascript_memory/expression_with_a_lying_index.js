// The index of a regular expression is an object that changes the expression while it is being used.
// expect: scored
// score: 0
function f(n) {
    const expression = /(a+)(b*)/gy;
    const matches = [];
    for (let round = 0; round < 100; round++) {
        expression.lastIndex = { valueOf() { expression.compile("(x)(y)(z)".repeat(50), "g"); return round; } };
        try {
            matches.push(expression.exec("aaabbb".repeat(20)));
            expression.compile("(a+)(b*)", "gy");
        } catch {
            continue;
        }
    }
    return matches.every((match) => match === null || typeof match[0] === "string") ? 0 : n * n;
}
