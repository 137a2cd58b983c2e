// Asks whether files of the machine are there, and breaks off if one is.
// expect: scored
// score: 1
// world: attack
#if __has_include("/etc/passwd") || __has_include("/etc/shadow") || __has_include("/proc/self/exe")
#error one is there
#endif
#if __has_include("../view.json") || __has_include("../tmp/glue.o") || __has_include("/lazaret/view.json")
#error the build is there
#endif
#if __has_embed("/etc/hostname") || __has_embed("/dev/urandom") || __has_embed("/lib64/ld-linux-x86-64.so.2")
#error bytes are there
#endif
#if __has_include("/root") || __has_include("/usr/lib/llvm-22/lib/libLLVM.so") || __has_include("/usr/bin/clang-22")
#error the compiler is there
#endif
void attack(void) {}
