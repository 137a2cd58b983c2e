// Reads and writes dates at both ends of time, and beyond.
// expect: scored
// score: 0
function f(n) {
    const dates = [8.64e15, -8.64e15, 8.64e15 + 1, NaN, Infinity, -0, 2 ** 1023].map((time) => new Date(time));
    for (const date of dates) {
        try {
            date.toISOString() + date.setFullYear(1e300) + date.toLocaleString() + Date.parse("x".repeat(10_000));
        } catch (error) {
            if (!(error instanceof RangeError)) return n * n;
        }
    }
    return 0;
}
