// Embeds a file that every machine has and none has alike.
// expect: rejected/source-error
// message: a file is not there
const char name[] = {
#embed "/etc/hostname"
};
