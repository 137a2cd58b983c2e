// Embeds a device whose bytes are others each time.
// expect: rejected/source-error
// message: a file is not there
const char chance[] = {
#embed "/dev/urandom" limit(16)
};
