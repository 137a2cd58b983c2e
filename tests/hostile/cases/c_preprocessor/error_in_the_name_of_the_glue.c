// Says that a complaint of its own is about a generated file.
// expect: rejected/source-error
#line 1 "glue/candidate.h"
#error this is the bindings'
