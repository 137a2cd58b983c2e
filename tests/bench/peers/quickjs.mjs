// QuickJS as WebAssembly in Node: a runtime and a context for each program, in one memory for all.

import { LIMIT_BYTES, LIMIT_MS, load, serve } from "./protocol.mjs";

const { getQuickJS } = load("quickjs-emscripten");
const quickjs = await getQuickJS();

function fresh(limit, work) {
  const runtime = quickjs.newRuntime();
  limit(runtime);
  const context = runtime.newContext();
  try {
    return work(context);
  } finally {
    context.dispose();
    runtime.dispose();
  }
}

const evaluate = (text) =>
  fresh(
    () => {},
    (context) => {
      const handle = context.unwrapResult(context.evalCode(`${text}\nmain()`));
      const value = context.dump(handle);
      handle.dispose();
      return value;
    },
  );

const ending = (text, limit) =>
  fresh(limit, (context) => {
    const result = context.evalCode(`${text}\nmain()`);
    if (!result.error) throw new Error("the program came to an end");
    const error = context.dump(result.error);
    result.error.dispose();
    return `${error.name}: ${error.message}`;
  });

await serve(`${load("quickjs-emscripten/package.json").version}, JavaScript, one memory for all programs`, {
  language: "js",
  evaluate,
  endless: (text) => {
    const end = Date.now() + LIMIT_MS;
    return ending(text, (runtime) => runtime.setInterruptHandler(() => end < Date.now()));
  },
  hog: (text) => ending(text, (runtime) => runtime.setMemoryLimit(LIMIT_BYTES)),
  calls: (text, count, check) =>
    fresh(
      () => {},
      (context) => {
        context.unwrapResult(context.evalCode(text)).dispose();
        const main = context.getProp(context.global, "main");
        const begin = performance.now();
        for (let index = 0; index < count; index++) {
          const handle = context.unwrapResult(context.callFunction(main, context.undefined));
          check(context.dump(handle));
          handle.dispose();
        }
        const seconds = (performance.now() - begin) / 1000;
        main.dispose();
        return seconds;
      },
    ),
});
