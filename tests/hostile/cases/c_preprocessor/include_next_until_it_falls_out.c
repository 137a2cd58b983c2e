// Asks for the next header of a name until there is none.
// expect: rejected/source-error
// message: a file is not there
#include <stdint.h>
#include_next <stdint.h>
#include_next <pwd_of_the_machine.h>
