// An evaluator may be a module, and its functions may be async.
// expect: scored
// score: 4.5
import lazaret, { Case, log } from "lazaret";

export async function describe() {
    return { metrics: { size: "maximize" } };
}

export async function cases({ split, seed }) {
    return [new Case([split, seed], { id: "one" }), new lazaret.Case(2)];
}

export async function evaluate(candidate, data) {
    log("seen by people only", data);
    if (Array.isArray(data)) return data.join() === "search,7" ? { size: 7 } : { size: -1 };
    return { size: await candidate.later(data) };
}
