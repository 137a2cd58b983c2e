// A sort whose comparison makes the array longer each time.
// expect: failed/out-of-fuel
function f(n) {
    const items = Array.from({ length: 100 }, (_, index) => -index);
    for (;;) items.sort((left, right) => { items.push(left, right); items.length = 50; return left - right; });
}
