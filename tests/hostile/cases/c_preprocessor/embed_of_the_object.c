// Embeds what was compiled before it.
// expect: rejected/source-error
// message: a file is not there
const char object[] = {
#embed "../tmp/glue.o"
};
