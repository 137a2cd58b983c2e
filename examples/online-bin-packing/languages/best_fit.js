// Best fit in JavaScript: the bin that keeps the least room.

function priority(item, bins) {
  return bins.map((remaining) => item - remaining);
}
