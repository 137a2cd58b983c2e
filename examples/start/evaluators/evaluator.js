// Scores a candidate by how near it comes to a curve.
//
// The candidate runs in a sandbox of its own, a fresh one for each case, and sees nothing of this file: no
// point that it is not asked for, and no score.

import { Case, InvalidOutput } from "lazaret";

// What is measured. The first metric ranks candidates.
export function describe() {
  return { metrics: { error: { goal: "minimize", minimum: 0 } } };
}

// The inputs, one sandbox each: here, where ten points begin. A case that fails fails the candidate.
export function cases() {
  return [-4, 0, 4].map((start) => new Case(start, { id: `from-${start}` }));
}

// The mean distance from the curve over ten points. `candidate.predict` is a call into the sandbox.
export function evaluate(candidate, start) {
  let distance = 0;
  for (let step = 0; step < 10; step++) {
    const x = start + 0.25 * step;
    const height = candidate.predict(x);
    if (!Number.isFinite(height)) throw new InvalidOutput("a height must be finite");
    distance += Math.abs(height - curve(x));
  }
  return { error: distance / 10 };
}

function curve(x) {
  return x / (1 + x * x);
}
