// Behaves until a certain day has come.
// expect: scored
// score: 0
function f(n) {
    const days = [new Date(), new Date(Date.now()), Date.parse(Date()), performance.timeOrigin];
    return days.some((day) => Date.UTC(2026, 5) <= day) ? n * n : 0;
}
