// Gives a header another name.
// expect: rejected/source-error
// message: a file is not there
#pragma include_alias("mine.h", "/etc/passwd")
#include "mine.h"
