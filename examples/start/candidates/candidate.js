// A first candidate: a straight line. Change it and run `lazaret eval` again.

/** The height of the curve at `x`. Runs in a sandbox: no files, no network, no clock of this world. */
function predict(x) {
  return 0.1 * x;
}
