// Looks for the folder of the build by the names that it may have.
// expect: rejected/source-error
// message: a file is not there
#include "/tmp/build-1/source/candidate.c"
