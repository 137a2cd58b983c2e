// A first candidate: one step. Change it and run `lazaret eval` again.

/** The height of the curve at `x`. Runs in a sandbox: no files, no network, no clock of this world. */
function predict(x) {
  return x > 0 ? 0.4 : -0.4;
}
