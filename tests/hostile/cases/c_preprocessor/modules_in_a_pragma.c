// Builds a module inside of a file, which is switched off.
// expect: rejected/source-error
#pragma clang module build inner
module inner { header "/etc/passwd" }
#pragma clang module contents
#pragma clang module begin inner
#pragma clang module end
#pragma clang module endbuild
#pragma clang module import inner
