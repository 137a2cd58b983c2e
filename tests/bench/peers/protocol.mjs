// Lines in, lines out: what every driver in JavaScript speaks. See `protocol.py`.

import fs from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";

export const LIMIT_MS = 1000;
export const LIMIT_BYTES = 128 << 20;
const EXPECTED = { trivial: 2, best_fit: 30289, squares: 8999995500000500000, queens: 1840 };
const CALLS = 1000;

/** Packages are not beside this file. */
export const load = createRequire(`${process.argv[3]}/here.js`);

export class NotMine extends Error {}

const program = (name, extension) => fs.readFileSync(`${process.argv[2]}/${name}.${extension}`, "utf8");

/** Sums of squares are no exact floats: the last digits may differ. */
function check(result, expected) {
  if (!(Math.abs(Number(result) - expected) <= Math.abs(expected) * 1e-9)) {
    throw new Error(`a wrong result: ${result}`);
  }
}

async function timed(work) {
  const begin = performance.now();
  const result = await work();
  return [(performance.now() - begin) / 1000, result];
}

/** `peer` has `language`, `evaluate(text)`, and may have `endless`, `hog` and `calls`. */
async function answer(peer, task, count, seed) {
  if (task in EXPECTED) {
    const text = program(task, peer.language);
    const seconds = [];
    for (let index = 0; index < count; index++) {
      const [took, result] = await timed(() => peer.evaluate(text));
      check(result, EXPECTED[task]);
      seconds.push(took);
    }
    return [seconds, ""];
  }
  if ((task === "endless" || task === "hog") && peer[task]) {
    const [took, ended] = await timed(() => peer[task](program(task, peer.language)));
    return [[took], ended];
  }
  if (task.startsWith("many-")) {
    const number = Number(task.slice(5));
    if (peer.manyMax && peer.manyMax < number) throw new NotMine();
    const text = program("trivial", peer.language);
    const mark = peer.language === "py" ? "#" : "//";
    const [took] = await timed(async () => {
      for (let index = 0; index < number; index++) {
        check(await peer.evaluate(`${text}${mark} ${seed} ${index}\n`), 2);
      }
    });
    return [[took / number], ""];
  }
  if (task === "call-script" && peer.calls) {
    const seconds = await peer.calls(program("trivial", peer.language), CALLS, (result) => check(result, 2));
    return [[seconds / CALLS], ""];
  }
  throw new NotMine();
}

export async function serve(about, peer) {
  // What happens once is not what is timed.
  await peer.evaluate(program("trivial", peer.language));
  console.log(`ready ${about}`);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [, task, count, seed] = line.split(" ");
    let said;
    try {
      const [seconds, ended] = await answer(peer, task, Number(count), seed);
      said = `ok ${seconds.join(" ")} | ${ended}`;
    } catch (error) {
      said = error instanceof NotMine ? "not-mine" : `no ${error.message}`;
    }
    console.log(said.replace(/\s+/g, " "));
  }
  process.exit(0);
}
