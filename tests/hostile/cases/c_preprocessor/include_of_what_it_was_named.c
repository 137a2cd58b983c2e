// Includes the file whose name the compiler has made up for it.
// expect: rejected/source-error
// message: a file is not there
#include __FILE__
