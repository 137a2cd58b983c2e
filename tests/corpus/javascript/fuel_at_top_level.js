// The top level is bounded like a call.
// budget: fuel=50000000
// expect: failed/out-of-fuel
for (;;);
