// Marks of direction show a reader a check that is in fact inside of a comment.
// expect: scored
// score: 0
function f(n) {
    /*‮ } ⁦if (trusted)⁩ ⁦ answer rightly from here on */
        return -n;
    /* end of the check ‮ { ⁦*/
    return n * n;
}
