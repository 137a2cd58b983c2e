// Includes a file of the machine by every kind of name.
// expect: rejected/source-error
// message: a file is not there
#include "/etc/../etc/./passwd"
