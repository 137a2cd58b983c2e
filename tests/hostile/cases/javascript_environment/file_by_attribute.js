// Imports a file of the task as data.
// expect: scored
// score: 0
async function f(n) {
    for (const type of ["json", "text", "bytes"]) {
        try {
            const { default: answers } = await import("./data/answers.json", { with: { type } });
            return answers ? n * n : 0;
        } catch {
            continue;
        }
    }
    return 0;
}
