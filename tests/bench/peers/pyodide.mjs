// Pyodide in Node: CPython as WebAssembly, loaded anew for each program. It can be neither interrupted nor limited
// from its own thread.

import { load, serve } from "./protocol.mjs";

const { loadPyodide } = load("pyodide");

await serve(`${load("pyodide/package.json").version}, CPython in WebAssembly in Node, loaded anew for each`, {
  language: "py",
  // Some seconds each.
  manyMax: 0.5,
  evaluate: async (text) => (await loadPyodide()).runPython(`${text}\nmain()\n`),
  calls: async (text, count, check) => {
    const pyodide = await loadPyodide();
    pyodide.runPython(text);
    const main = pyodide.globals.get("main");
    const begin = performance.now();
    for (let index = 0; index < count; index++) check(main());
    return (performance.now() - begin) / 1000;
  },
});
