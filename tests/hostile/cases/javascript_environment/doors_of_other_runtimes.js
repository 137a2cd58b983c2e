// Looks for the doors that other runtimes have: files, processes, the network, threads, native code.
// expect: scored
// score: 0
const NAMES = `
    process require Deno Bun std os bjson scriptArgs loadFile loadScript __loadScript readFile read readline quit exit
    gc print2 system shell spawn fetch XMLHttpRequest WebSocket EventSource navigator Worker SharedWorker importScripts
    WebAssembly window self document location localStorage indexedDB crypto setTimeout setInterval setImmediate
    Intl structuredClone postMessage MessageChannel Buffer __dirname __filename global java Packages ActiveXObject lazaret
    candidate evaluator bridge host wasi
`.trim().split(/\s+/);

function f(n) {
    const everywhere = [globalThis, Function("return this")(), (0, eval)("this"), module, exports];
    return NAMES.some((name) => everywhere.some((place) => name in Object(place))) ? n * n : 0;
}
