// What a promise brings is the result.
// expect: value [1,2,3]
async function f() {
    const [one, two] = await Promise.all([1, Promise.resolve(2)]);
    let three = 0;
    for await (const n of (async function* () { yield 1; yield 2; })()) three += n;
    return [one, two, three];
}
