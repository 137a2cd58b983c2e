// Online bin packing scored in JavaScript: the same numbers as `../evaluator.py`, for instances from data
// files.

import { Case, InvalidOutput, dataset, datasetNames } from "lazaret";

// Untouched bins that the candidate sees after the touched ones; `../evaluator.py` says why two.
const UNTOUCHED_BINS = 2;

export function describe() {
  return {
    metrics: {
      excess: { goal: "minimize", unit: "%", minimum: 0 },
      bins: { goal: "minimize", unit: "bins", minimum: 0 },
      bound: { goal: "minimize", unit: "bins", minimum: 0 },
    },
    splits: ["search", "held-out"],
  };
}

export function cases() {
  const cases = [];
  for (const file of datasetNames()) {
    const instances = JSON.parse(text(dataset(file)));
    const stem = file.replace(/\.json$/, "");
    for (const [name, instance] of Object.entries(instances)) {
      cases.push(new Case(instance, { id: `${stem}.${name}`, stage: Math.min(cases.length, 1) }));
    }
  }
  return cases;
}

/** The text of a data file, which is ASCII. */
function text(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export function evaluate(candidate, { capacity, items }) {
  const smallest = Math.min(...items);
  const bins = new Array(UNTOUCHED_BINS).fill(capacity);
  let used = 0;
  for (const item of items) {
    const fitting = [];
    bins.forEach((room, bin) => {
      if (item <= room) fitting.push(bin);
    });
    const priorities = candidate.priority(item, fitting.map((bin) => bins[bin]));
    const chosen = fitting[firstMaximum(priorities, fitting.length)];

    if (bins[chosen] === capacity) used += 1;
    bins[chosen] -= item;
    if (bins[chosen] < smallest) bins.splice(chosen, 1);
    while (!bins.slice(-UNTOUCHED_BINS).every((room) => room === capacity)) bins.push(capacity);
  }
  const sum = items.reduce((sum, item) => sum + item, 0);
  return scores(used, Math.ceil(sum / capacity));
}

/** The excess of the means, as published, and not the mean excess. */
export function summarize(reports) {
  const mean = (name) => reports.reduce((sum, report) => sum + report[name], 0) / reports.length;
  return scores(mean("bins"), mean("bound"));
}

function scores(bins, bound) {
  return { excess: (100 * (bins - bound)) / bound, bins, bound };
}

/** The position of the highest priority; of equal ones the first. */
function firstMaximum(priorities, count) {
  if (!Array.isArray(priorities) || priorities.length !== count) {
    throw new InvalidOutput(`priority must return an array of ${count} numbers, one per bin`);
  }
  if (priorities.some((priority) => typeof priority !== "number" || Number.isNaN(priority))) {
    throw new InvalidOutput("a priority is no number");
  }
  return priorities.indexOf(Math.max(...priorities));
}
