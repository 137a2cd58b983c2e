// Includes a header of the host, which is not the one of its own C library.
// expect: rejected/source-error
// message: a file is not there
#include </usr/include/stdio.h>
