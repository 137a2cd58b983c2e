// Embeds its own standard error, so that the compiler waits for itself.
// expect: rejected/source-error
// message: a file is not there
const char messages[] = {
#embed "/proc/self/fd/2"
};
