// Is a program in two languages at once, whose other half would be run by a shell.
// expect: scored
// score: 0
/*/bin/true
echo "SCORE: 100"; exit 0
*/
function f(n) {
    return 0;
}
