function main() {
  const hoard = [];
  for (;;) hoard.push(new Array(100000).fill(0));
}
