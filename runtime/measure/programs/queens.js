function queens(n, row, columns, rising, falling) {
  if (row === n) return 1;
  let count = 0;
  for (let column = 0; column < n; column++) {
    if (columns[column] || rising[row + column] || falling[row - column + n]) continue;
    columns[column] = rising[row + column] = falling[row - column + n] = true;
    count += queens(n, row + 1, columns, rising, falling);
    columns[column] = rising[row + column] = falling[row - column + n] = false;
  }
  return count;
}
function main() {
  let total = 0;
  for (let round = 0; round < 20; round++) {
    total += queens(8, 0, Array(8).fill(false), Array(16).fill(false), Array(17).fill(false));
  }
  return total;
}
