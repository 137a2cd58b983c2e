// Embeds a library of the machine that the compiler itself has to read.
// expect: rejected/source-error
// message: a file is not there
const char library[] = {
#embed "/lib/x86_64-linux-gnu/libc.so.6" limit(64)
};
