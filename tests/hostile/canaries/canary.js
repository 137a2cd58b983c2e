const LEAVES = false;
// Looks for the marks of other runs wherever the language keeps anything, and then, if it is one of those that leave
// some, leaves its own there. It answers how many bytes of theirs it has found.

// Nowhere in this text in one piece, so that whoever finds it has found that of another.
const MARK = ["canary", "of", "another", "run"].join("-");

// Everything that has names and outlives a function.
function places() {
  const roots = [globalThis, Math, JSON, Reflect, console];
  const makers = [Object, Array, Function, String, Number, Boolean, Symbol, BigInt, Map, Set, WeakMap, Promise,
    RegExp, Date, Error, ArrayBuffer, Uint8Array, Float64Array, DataView, Proxy, Iterator];
  const all = [...roots, ...makers, ...makers.map((maker) => maker && maker.prototype)];
  all.push(Object.getPrototypeOf(async function () {}), Object.getPrototypeOf(function* () {}));
  all.push(Object.getPrototypeOf([][Symbol.iterator]()));
  return all.filter((place) => place !== undefined && place !== null);
}

function look() {
  let found = 0;
  for (const place of places()) {
    found += Object.prototype.hasOwnProperty.call(place, MARK) ? 1 : 0;
  }
  // A symbol of the registry is the same for all that ask; what hangs on it is another's.
  const shared = Symbol.for(MARK);
  found += Object.prototype.hasOwnProperty.call(globalThis, shared) ? 1 : 0;
  found += typeof kept === "undefined" ? 0 : 1;
  found += RegExp.lastMatch === MARK || RegExp.input === MARK ? 1 : 0;
  found += /x/.lastIndex;
  found += Array.prototype.map.length === 1 ? 0 : 1;
  found += [].concat(["", 1]).join("").includes(MARK) ? 1 : 0;
  const fresh = new Uint8Array(1 << 16);
  for (let index = 0; index < fresh.length; index += 64) {
    found += fresh[index] === 0 ? 0 : 1;
  }
  return found * MARK.length;
}

function leave() {
  for (const place of places()) {
    try {
      Object.defineProperty(place, MARK, { value: MARK, configurable: true });
    } catch {
      // Some are frozen, and then there is nothing to be found either.
    }
  }
  globalThis[Symbol.for(MARK)] = MARK;
  globalThis.kept = [MARK, new Uint8Array(1 << 16).fill(99)];
  new RegExp(MARK).exec(MARK);
  const map = Array.prototype.map;
  Array.prototype.map = function (first, second) {
    return map.call(this, first, second);
  };
  console.log(MARK);
  Promise.reject(MARK).catch(() => globalThis.kept.push(MARK));
}

// What the top level finds counts as well.
const FOUND = look();
let asked = 0;
if (LEAVES) {
  leave();
}

function f(n) {
  asked += 1;
  // What this very run has left on its way here is no find; whoever is asked a second time is not of this run.
  const found = LEAVES && asked === 1 ? FOUND : FOUND + look();
  if (n || LEAVES) {
    leave();
  }
  return found;
}
