// What is queued runs in order, after the function and before the end.
// expect: value ["function","first","second","third"]
const order = [];

function f() {
    queueMicrotask(() => order.push("first"));
    Promise.resolve().then(() => order.push("second")).then(() => order.push("third"));
    order.push("function");
    return order;
}
