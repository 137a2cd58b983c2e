function priority(item, bins) {
  return bins.map((room) => (item <= room ? item - room : -1000.0));
}
function main() {
  const bins = Array.from({ length: 100 }, (_, index) => 50.0 + ((index * 37) % 100));
  let total = 0;
  for (let call = 0; call < 1000; call++) {
    const scores = priority(20.0 + ((call * 31) % 80), bins);
    let best = 0;
    for (let index = 1; index < 100; index++) {
      if (scores[index] > scores[best]) best = index;
    }
    total += best;
  }
  return total;
}
