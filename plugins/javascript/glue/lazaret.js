// The evaluator's side in JavaScript: what an evaluator may ask of Lazaret, and the sense of what it answers.
//
// An evaluator is a program that defines (a script) or exports (a module)
//
// - `evaluate(candidate, data)`: a number, or an object with a number for each metric;
// - `describe()`, optional: metrics and splits; without it the one metric is `score`, to be maximized;
// - `cases()`, optional, with `split` and `seed` as parameters (or `{ split, seed }`) if it wants them: an array
//   of case data or of `Case`, or an object from case ids to data; without it there is one case, whose data is null;
// - `summarize(reports)`, optional: the metrics over all cases; without it, their means.
//
// Each of them may be async. This file is one function: it gets the `bridge`, whose functions are in `bridge.c`,
// and runs before the program, so that it has the language as it was.

(function (bridge) {
    "use strict";

    const { apply } = Reflect;
    const { defineProperty, freeze, hasOwn, keys } = Object;
    const { isArray } = Array;
    const { isInteger } = Number;
    const { sumPrecise } = Math;
    const toNumber = Number;
    const { iterator } = Symbol;
    const ProxyOf = Proxy;
    const STAGE_MAX = 0xffff_ffff;

    // An own member of an object, or what stands for it if there is none.
    const member = (object, name, otherwise) => {
        const value = hasOwn(object, name) ? object[name] : undefined;
        return value === undefined ? otherwise : value;
    };

    // An array to be iterated over, also if the program has taken that away from arrays.
    const iterable = (array) => {
        let index = 0;
        const next = () => ({ done: index === array.length, value: array[index++] });
        return { [iterator]: () => ({ next }) };
    };

    // What tells objects of the classes below from others, whatever an evaluator does to the classes.
    let isCandidateError, isInvalidOutput, isCase, isNonsense;
    const isObject = (value) => typeof value === "object" && value !== null;

    // A call of the candidate gave no value, but the candidate is still alive.
    //
    // `code` is one of source-error, exception, out-of-memory, no-such-function, bad-arguments, invalid-output and
    // exit; `kind` is the candidate's own name of the error, if it threw one. Unhandled, it ends the case as the
    // candidate's failure.
    class CandidateError extends Error {
        #mark = true;
        // Fields are defined and not assigned, so no setter of a program gets in.
        code;
        kind;

        constructor(code, message, kind = null) {
            super(message);
            this.code = code;
            this.kind = kind;
        }

        static {
            isCandidateError = (value) => isObject(value) && #mark in value;
            defineProperty(this.prototype, "name", { value: "CandidateError" });
        }
    }

    // Throw it if the candidate's answer is no valid one: it ends the case as the candidate's failure.
    class InvalidOutput extends Error {
        #mark = true;

        static {
            isInvalidOutput = (value) => isObject(value) && #mark in value;
            defineProperty(this.prototype, "name", { value: "InvalidOutput" });
        }
    }

    // One input of the evaluator: plain data, a short name of letters, digits and ._- (default: its position in the
    // array), and a stage: a candidate that fails in one stage never reaches the next.
    class Case {
        #mark = true;
        data;
        id;
        stage;

        constructor(data, options = {}) {
            this.data = data;
            this.id = member(options, "id", null);
            this.stage = member(options, "stage", 0);
        }

        static {
            isCase = (value) => isObject(value) && #mark in value;
        }
    }

    // The evaluator returned something that is no answer.
    class Nonsense extends Error {
        #mark = true;

        static {
            isNonsense = (value) => isObject(value) && #mark in value;
        }
    }

    // The candidate under trial. `candidate.name(...)` calls its function `name`.
    const methods = freeze({
        __proto__: null,
        // Calls a function by name, for functions that are called like one of these.
        call: (name, ...positional) => bridge.call(name, positional),
        // The same with named arguments, which are the members of an object.
        callNamed: (name, named) => bridge.call(name, named),
        // What the candidate has used in this case so far: `fuel`, `memoryBytesPeak`, `calls`.
        usage: () => bridge.usage(),
    });
    const candidate = new ProxyOf(methods, {
        __proto__: null,
        get(target, name) {
            // A candidate is nothing to wait for, whoever asks.
            if (typeof name === "symbol" || name === "then") return undefined;
            return target[name] ?? ((...positional) => bridge.call(name, positional));
        },
    });

    // The bytes of a data file.
    function dataset(name) {
        const bytes = bridge.read(name);
        if (bytes === undefined) {
            throw new Error(`there is no data file ${bridge.show(name)}; there are ${bridge.show(bridge.names())}`);
        }
        return bytes;
    }

    // The same as a string; bytes that are no UTF-8 are replaced.
    function datasetText(name) {
        return bridge.decode(dataset(name));
    }

    function find(name) {
        const found = bridge.find(name);
        if (found !== undefined && typeof found !== "function") throw new Nonsense(`\`${name}\` must be a function`);
        return found;
    }

    function run(program, positional) {
        const answer = bridge.wait(apply(program, undefined, positional));
        if (answer === bridge.pending) throw new Nonsense("the answer is a promise that nothing will ever settle");
        return answer;
    }

    // What `describe` says, with what it leaves out.
    function description() {
        const program = find("describe");
        const given = program === undefined ? {} : run(program, []);
        if (!bridge.isPlainObject(given) || !hasOnly(given, ["metrics", "splits"])) {
            throw new Nonsense("`describe` must return an object with the keys `metrics` and `splits`");
        }
        const metrics = member(given, "metrics", { score: "maximize" });
        const splits = member(given, "splits", ["search"]);
        if (!bridge.isPlainObject(metrics) || keys(metrics).length === 0) {
            throw new Nonsense("the metrics of `describe` must be an object from names to goals");
        }
        if (!isArray(splits)) throw new Nonsense("the splits of `describe` must be an array of names");
        for (let index = 0; index < splits.length; index++) {
            if (typeof splits[index] !== "string") {
                throw new Nonsense("the splits of `describe` must be an array of names");
            }
        }
        return { metrics, splits };
    }

    function hasOnly(object, known) {
        const names = keys(object);
        for (let index = 0; index < names.length; index++) {
            let found = false;
            for (let other = 0; other < known.length; other++) found ||= known[other] === names[index];
            if (!found) return false;
        }
        return true;
    }

    function describe() {
        const { metrics, splits } = description();
        const names = keys(metrics);
        const described = [];
        for (let index = 0; index < names.length; index++) {
            described[index] = metric(names[index], metrics[names[index]]);
        }
        return [described, splits];
    }

    function metric(name, about) {
        if (typeof about === "string") about = { goal: about };
        if (!bridge.isPlainObject(about) || !hasOnly(about, ["goal", "unit", "minimum", "maximum"])) {
            throw new Nonsense(
                `the metric \`${name}\` must be an object of \`goal\`, \`unit\`, \`minimum\` and \`maximum\``,
            );
        }
        const goal = member(about, "goal");
        const unit = member(about, "unit", "");
        const minimum = member(about, "minimum", null);
        const maximum = member(about, "maximum", null);
        if (goal !== "minimize" && goal !== "maximize") {
            throw new Nonsense(`the goal of the metric \`${name}\` must be \`minimize\` or \`maximize\``);
        }
        if (typeof unit !== "string") throw new Nonsense(`the unit of the metric \`${name}\` must be a string`);
        const bound = (value) => (value === null ? null : real(`a bound of \`${name}\``, value));
        return [name, goal === "maximize", unit, bound(minimum), bound(maximum)];
    }

    function cases(split) {
        const program = find("cases");
        if (program === undefined) return [["0", 0, null]];
        const given = run(program, argumentsOfCases(program, split));
        const listed = [];
        if (isArray(given)) {
            for (let index = 0; index < given.length; index++) listed[index] = trialCase(index, given[index]);
        } else if (bridge.isPlainObject(given)) {
            const names = keys(given);
            for (let index = 0; index < names.length; index++) listed[index] = [names[index], 0, given[names[index]]];
        } else {
            throw new Nonsense(`\`cases\` must return an array or an object; got ${bridge.type(given)}`);
        }
        return listed;
    }

    function argumentsOfCases(program, split) {
        const known = { split, seed: bridge.seed() };
        const wanted = bridge.parameters(program);
        if (wanted.length === 1 && wanted[0] === null) return [known];
        const positional = [];
        for (let index = 0; index < wanted.length; index++) {
            const name = wanted[index];
            if (name !== "split" && name !== "seed") {
                throw new Nonsense(`\`cases\` may take \`split\` and \`seed\`; it also wants \`${name}\``);
            }
            positional[index] = known[name];
        }
        return positional;
    }

    function trialCase(index, item) {
        const { data, id, stage } = isCase(item) ? item : { data: item, id: null, stage: 0 };
        const name = id ?? `${index}`;
        if (typeof name !== "string") {
            throw new Nonsense(`the id of case ${index} must be a string; got ${bridge.type(name)}`);
        }
        if (!isInteger(stage) || stage < 0 || STAGE_MAX < stage) {
            throw new Nonsense(`the stage of case ${index} must be a whole number that is not negative`);
        }
        return [name, stage, data];
    }

    function evaluate(data) {
        const program = find("evaluate");
        if (program === undefined) throw new Nonsense("the evaluator must define `evaluate(candidate, data)`");
        return measurements("evaluate", run(program, [candidate, data]));
    }

    // `reports` are arrays of names and values, as they come from the host.
    function summarize(reports) {
        const program = find("summarize");
        if (program !== undefined) return measurements("summarize", run(program, [reports]));
        const names = reports.length === 0 ? [] : keys(reports[0]);
        const means = [];
        for (let index = 0; index < names.length; index++) {
            const values = [];
            for (let other = 0; other < reports.length; other++) values[other] = reports[other][names[index]];
            means[index] = [names[index], sumPrecise(iterable(values)) / reports.length];
        }
        return means;
    }

    // The measured numbers; a bare number stands for the only metric.
    function measurements(where, answer) {
        if (typeof answer === "number" || typeof answer === "bigint") {
            const names = keys(description().metrics);
            if (names.length !== 1) {
                throw new Nonsense(`\`${where}\` returned one number, but the metrics are ${bridge.show(names)}`);
            }
            return [[names[0], real(`\`${names[0]}\``, answer)]];
        }
        if (!bridge.isPlainObject(answer)) {
            throw new Nonsense(`\`${where}\` must return a number or an object; got ${bridge.type(answer)}`);
        }
        const names = keys(answer);
        const measured = [];
        for (let index = 0; index < names.length; index++) {
            measured[index] = [names[index], real(`\`${names[index]}\``, answer[names[index]])];
        }
        return measured;
    }

    function real(what, value) {
        if (typeof value === "number") return value;
        if (typeof value !== "bigint") throw new Nonsense(`${what} must be a number; got ${bridge.type(value)}`);
        return toNumber(value);
    }

    // Whose fault an error is, as the host counts it: the candidate's failure, the candidate's answer, the
    // evaluator's answer, or an error of the evaluator's own.
    function blame(error) {
        return isCandidateError(error) ? 0 : isInvalidOutput(error) ? 1 : isNonsense(error) ? 3 : 2;
    }

    const offered = freeze({
        Case, CandidateError, InvalidOutput, dataset, datasetText,
        datasetNames: () => bridge.names(),
        seed: () => bridge.seed(),
        log: (...words) => bridge.log(words),
    });
    return { offered, CandidateError, describe, cases, evaluate, summarize, blame };
})
