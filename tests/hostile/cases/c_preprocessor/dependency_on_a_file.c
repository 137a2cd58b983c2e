// Asks how old a file of the machine is.
// expect: rejected/source-error
// message: a file is not there
#pragma GCC dependency "/etc/passwd"
