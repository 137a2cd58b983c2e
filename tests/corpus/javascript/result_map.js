// A map is no plain data, wherever it stands, and the message says where.
// message: result.rows[1]["a b"] is of type Map
// expect: failed/invalid-output
function f() {
    return { rows: [1, { "a b": new Map() }] };
}
