/* What the program prints goes out at once, so that nothing is lost if its sandbox is stopped. */

#include "streams.h"

#include <wasi/api.h>

#include "inspect.h"

#define STANDARD_OUTPUT 1
#define STANDARD_ERROR 2

/* If the host refuses, the text is lost and nothing else. */
static void hand_on(int descriptor, const char *bytes, size_t length) {
    while (0 < length) {
        __wasi_ciovec_t piece = {(const uint8_t *)bytes, length};
        __wasi_size_t written = 0;
        if (__wasi_fd_write(descriptor, &piece, 1, &written) != 0 || written == 0 || length < written) return;
        bytes += written;
        length -= written;
    }
}

/* `print` and every function of `console`: the words, with spaces between them. */
static JSValue print(JSContext *caller, JSValueConst this, int count, JSValueConst *values, int descriptor) {
    (void)caller;
    (void)this;
    Text text = {0};
    for (int index = 0; index < count; index++) {
        if (index != 0) text_add_byte(&text, ' ');
        inspect_word(&text, values[index]);
    }
    text_add_byte(&text, '\n');
    bool failed = text.failed;
    if (!failed) hand_on(descriptor, text.bytes, text.length);
    text_free(&text);
    return failed ? JS_ThrowOutOfMemory(context) : JS_UNDEFINED;
}

static void define(JSValueConst object, const char *name, int descriptor) {
    JSValue function = JS_NewCFunctionMagic(context, print, name, 0, JS_CFUNC_generic_magic, descriptor);
    JS_DefinePropertyValueStr(context, object, name, function, JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
}

void streams_prepare(void) {
    JSValue global = JS_GetGlobalObject(context);
    JSValue console = JS_NewObject(context);
    define(console, "log", STANDARD_OUTPUT);
    define(console, "info", STANDARD_OUTPUT);
    define(console, "debug", STANDARD_OUTPUT);
    define(console, "warn", STANDARD_ERROR);
    define(console, "error", STANDARD_ERROR);
    define(console, "trace", STANDARD_ERROR);
    define(global, "print", STANDARD_OUTPUT);
    JS_DefinePropertyValueStr(context, global, "console", console, JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE);
    JS_FreeValue(context, global);
}
