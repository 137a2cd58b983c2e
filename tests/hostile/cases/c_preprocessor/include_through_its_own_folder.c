// Goes through the kernel to its own folder and on from there.
// expect: rejected/source-error
// message: a file is not there
#include "/proc/self/cwd/view.json"
