// Exports are live: what counts is their value at the call.
// expect: value "new"
export let f = () => "old";
f = () => "new";
