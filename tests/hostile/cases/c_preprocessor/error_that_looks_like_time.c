// Says itself what a shell says when the time is over.
// expect: rejected/source-error
// message: CPU time limit
#error CPU time limit exceeded (core dumped)
