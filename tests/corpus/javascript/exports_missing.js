// What is exported and what is declared are both there.
// hint: the candidate defines: declared, exported
// expect: failed/no-such-function
module.exports = { exported: () => 1, number: 2 };

function declared() {}
