/*
 * Products of matrices, as NumPy makes them where there is no BLAS, but several elements of the result at a time.
 *
 * To each element the same numbers are added in the same order, beginning with zero: to the last bit the result is that
 * of the loop that makes one element after the other. That loop waits for one addition after the other; these have
 * others to do meanwhile. No operand may overlap the result, which is what a universal function promises its loops.
 *
 * `changes.py` puts this before NumPy's loop, inside of its repetition for the types.
 */

#if @PARTS@
static int
@TYPE@_several_at_a_time(char *ip1, Py_ssize_t is1_m, Py_ssize_t is1_n, char *ip2, Py_ssize_t is2_n, Py_ssize_t is2_p,
                         char *op, Py_ssize_t os_m, Py_ssize_t os_p, Py_ssize_t dm, Py_ssize_t dn, Py_ssize_t dp)
{
    const Py_ssize_t size = sizeof(@typ@);
    /* The second operand's rows and the result's lie in memory as they are read: row by row, four products a turn. */
    if (4 <= dp && is2_p == size && os_p == size) {
        for (Py_ssize_t m = 0; m < dm; m++) {
            @part@ *out = (@part@ *)(op + m * os_m);
            char *a = ip1 + m * is1_m, *b = ip2;
            memset(out, 0, dp * size);
            Py_ssize_t n = 0;
            for (; n + 4 <= dn; n += 4, a += 4 * is1_n, b += 4 * is2_n) {
                const @typ@ x0 = *(@typ@ *)a, x1 = *(@typ@ *)(a + is1_n);
                const @typ@ x2 = *(@typ@ *)(a + 2 * is1_n), x3 = *(@typ@ *)(a + 3 * is1_n);
                const @typ@ *b0 = (@typ@ *)b, *b1 = (@typ@ *)(b + is2_n);
                const @typ@ *b2 = (@typ@ *)(b + 2 * is2_n), *b3 = (@typ@ *)(b + 3 * is2_n);
                for (Py_ssize_t p = 0; p < dp; p++) {
                    @part@ sum[@PARTS@];
                    memcpy(sum, out + p * @PARTS@, sizeof(sum));
                    LAZARET_ADD_@PARTS@(@part@, sum, &x0, b0 + p);
                    LAZARET_ADD_@PARTS@(@part@, sum, &x1, b1 + p);
                    LAZARET_ADD_@PARTS@(@part@, sum, &x2, b2 + p);
                    LAZARET_ADD_@PARTS@(@part@, sum, &x3, b3 + p);
                    memcpy(out + p * @PARTS@, sum, sizeof(sum));
                }
            }
            for (; n < dn; n++, a += is1_n, b += is2_n) {
                const @typ@ x = *(@typ@ *)a, *row = (@typ@ *)b;
                for (Py_ssize_t p = 0; p < dp; p++) {
                    LAZARET_ADD_@PARTS@(@part@, out + p * @PARTS@, &x, row + p);
                }
            }
        }
        return 1;
    }
    /* Otherwise four rows at a time; four columns if there are no four rows, for these are the rows of the transpose. */
    if (dm < 4) {
        if (dp < 4) {
            return 0;
        }
        return @TYPE@_several_at_a_time(ip2, is2_p, is2_n, ip1, is1_n, is1_m, op, os_p, os_m, dp, dn, dm);
    }
    /* Of a result whose elements overlap, the last one that is written stays: leave that to the loop of one by one. */
    if (!lazaret_apart(size, dm, os_m, dp, os_p) && !lazaret_apart(size, dp, os_p, dm, os_m)) {
        return 0;
    }
    for (Py_ssize_t done = 0; done < dm; done += 4) {
        /* The last four once more rather than fewer. */
        Py_ssize_t first = done + 4 <= dm ? done : dm - 4;
        for (Py_ssize_t p = 0; p < dp; p++) {
            @part@ sums[4][@PARTS@] = {{0}};
            char *a = ip1 + first * is1_m, *b = ip2 + p * is2_p;
            for (Py_ssize_t n = 0; n < dn; n++, a += is1_n, b += is2_n) {
                const @typ@ y = *(@typ@ *)b;
                LAZARET_ADD_@PARTS@(@part@, sums[0], (@typ@ *)a, &y);
                LAZARET_ADD_@PARTS@(@part@, sums[1], (@typ@ *)(a + is1_m), &y);
                LAZARET_ADD_@PARTS@(@part@, sums[2], (@typ@ *)(a + 2 * is1_m), &y);
                LAZARET_ADD_@PARTS@(@part@, sums[3], (@typ@ *)(a + 3 * is1_m), &y);
            }
            for (Py_ssize_t i = 0; i < 4; i++) {
                memcpy(op + (first + i) * os_m + p * os_p, sums[i], sizeof(sums[i]));
            }
        }
    }
    return 1;
}
#endif

