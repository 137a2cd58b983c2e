// No files, no network, no timers, no host.
// expect: value []
const ABSENT = `
    require process Buffer global window self document navigator fetch XMLHttpRequest WebSocket Worker setTimeout
    setInterval setImmediate clearTimeout WebAssembly Intl TextEncoder TextDecoder structuredClone Deno Bun std os bjson
    lazaret bridge candidate seed dataset log scriptArgs read load loadScript quit exit gc __filename __dirname crypto
    localStorage alert prompt
`.trim().split(/\s+/);

function f() {
    return ABSENT.filter((name) => typeof globalThis[name] !== "undefined" || (0, eval)(`typeof ${name}`) !== "undefined");
}
