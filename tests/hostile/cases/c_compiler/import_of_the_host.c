// Imports a function from a module that there is not.
// expect: rejected/type
// message: env
// world: attack
__attribute__((import_module("env"), import_name("system"))) int run(const char *text);
void attack(void) { run("id"); }
