// An asynchronous generator has no answer before somebody asks for it, one at a time.
// expect: failed/invalid-output
// message: Generator
async function* f(n) {
    for (;;) yield n * n;
}
