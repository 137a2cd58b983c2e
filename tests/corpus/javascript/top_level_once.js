// The top level runs once, before the call.
// stdout: loaded\ncalled\n
// expect: value 1
let runs = 0;
runs++;
const write = console.log;
write("loaded");
function f() {
    write("called");
    return runs;
}
