// Says itself what is said of a program that does not fit its interface.
// expect: rejected/source-error
#line 1 "ld"
#error undefined symbol: exports_program_call
