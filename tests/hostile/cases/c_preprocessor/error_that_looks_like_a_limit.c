// Says itself what a compiler says when its memory is used up.
// expect: rejected/source-error
// message: out of memory
#error LLVM ERROR: out of memory
