// A macro that names itself, which is expanded once.
// expect: rejected/source-error
// message: undeclared identifier
#define LOOP LOOP + LOOP
int x = LOOP;
