/* What NumPy's modules need and the interpreter's libraries do not have. It is compiled without C++ exceptions,
 * which the sandbox does not know: what would throw, ends the program. */

__attribute__((visibility("hidden"))) void *__cxa_allocate_exception(unsigned long size) {
    (void)size;
    __builtin_trap();
}

__attribute__((visibility("hidden"))) void __cxa_throw(void *exception, void *type, void *destructor) {
    (void)exception;
    (void)type;
    (void)destructor;
    __builtin_trap();
}
