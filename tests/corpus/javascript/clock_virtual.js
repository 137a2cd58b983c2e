// Time begins with the year 2026 in UTC and passes with fuel.
// expect: value ["2026-01-01T00:00:0",0,2026,0,"Thu Jan 01 2026",true,true,true]
function f() {
    const date = new Date(), begin = performance.now();
    for (let step = 0; step < 10_000_000; step++);
    return [
        date.toISOString().slice(0, 18), date.getTimezoneOffset(), date.getFullYear(), date.getHours(), date.toDateString(),
        begin < performance.now(), Date.now() >= date.getTime(), new Date(2026, 0, 1).getTime() === Date.UTC(2026, 0, 1),
    ];
}
