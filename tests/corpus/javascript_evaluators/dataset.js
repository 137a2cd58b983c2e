// The seed and the files of the task are there for the evaluator; bytes that are no UTF-8 are replaced.
// expect: scored
// score: 700
import { dataset, datasetNames, datasetText, seed } from "lazaret";

export function evaluate(candidate) {
    const bytes = dataset("words.txt");
    const before = candidate.usage();
    candidate.f(1);
    const { fuel, memoryBytesPeak, calls } = candidate.usage();
    candidate.f(1);
    const right = [
        datasetNames().join() === "words.txt", bytes instanceof Uint8Array, bytes.length === 9, bytes[8] === 255,
        datasetText("words.txt") === "one two \ufffd", before.fuel === 0 && before.calls === 0, fuel > 0,
        memoryBytesPeak > 0, candidate.usage().calls === calls + 1, candidate.usage().fuel > fuel,
    ];
    return right.every((it) => it) ? seed() * 100 : right.indexOf(false);
}
