// Divides by nothing before anything is compiled.
// expect: rejected/source-error
// message: division by zero
#if 1 / 0
#endif
