// A result of 100 MB is refused before the host copies it.
// budget: memory=1073741824
// expect: failed/result-limit
function f() {
    return "x".repeat(100_000_000);
}
