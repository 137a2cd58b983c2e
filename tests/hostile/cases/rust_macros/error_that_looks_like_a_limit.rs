// Says itself what a compiler says when its memory is used up.
// expect: rejected/source-error
// message: out of memory
// world: attack
compile_error!("LLVM ERROR: out of memory\nmemory allocation of 1 bytes failed");
fn attack() {}
