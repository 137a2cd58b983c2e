/* QuickJS-NG itself, and the doors into it. Its main file is included rather than compiled beside this one,
 * because the doors need structures that only this file knows. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <wasi/api.h>

/* The engine asks for time and time zone through these, so that the module does not import what the C library
 * would need for them. */
static int host_clock(clockid_t which, struct timespec *now);
static int host_time_of_day(struct timeval *now, void *zone);
static struct tm *utc(const time_t *when, struct tm *parts);
#define clock_gettime(which, now) host_clock(which, now)
#define gettimeofday(now, zone) host_time_of_day(now, zone)
#define localtime_r(when, parts) utc(when, parts)

/* What the engine prints is about itself, and only for debugging it. */
#define printf(...) ((void)0)
#define fprintf(...) ((void)0)
#define putchar(byte) ((void)0)

/* The build puts a call of this into the engine's check for the end of the stack. */
static inline size_t stack_bytes_kept(size_t frame_bytes);

#include "quickjs.c"

#include "engine.h"

/* Of the stack that the linker sets aside (`build.py`) nearly all is for calls of functions. What else calls
 * itself, the parser above all, takes much more of the host's own stack for the same length of this one, and the
 * host's must not end first: that would be a trap. So it has to stop earlier. */
#define STACK_BYTES_MAX (LAZARET_STACK_BYTES - (64 << 10))
#define STACK_BYTES_MAX_OUTSIDE_CALLS (768 << 10)

/* What the engine's checks ask for, instead of the size of a frame: the parser, and all others but calls. */
#define FRAME_BYTES_OF_PARSER 1000
#define FRAME_BYTES_UNKNOWN 0

static inline size_t stack_bytes_kept(size_t frame_bytes) {
    bool is_call = frame_bytes != FRAME_BYTES_UNKNOWN && frame_bytes != FRAME_BYTES_OF_PARSER;
    return !is_call ? STACK_BYTES_MAX - STACK_BYTES_MAX_OUTSIDE_CALLS : 0;
}

/* Kept back until memory runs out, so that there is enough left to make an error of it, and to tell the host. */
#define RESERVE_BYTES (64 << 10)

/* What a program may allocate before garbage is collected for the first time; later it depends on what is in use.
 * Collecting writes to every object, so it makes every page of the snapshot one of the sandbox's own. */
#define FIRST_COLLECTION_BYTES (4 << 20)

/* Frames in the text of an error. */
#define FRAMES_MAX 16

JSContext *context;

static bool started;
static bool ran_out;
static void *error_reserve, *report_reserve;

static int host_clock(clockid_t which, struct timespec *now) {
    __wasi_timestamp_t nanoseconds = 0;
    if (started) {
        __wasi_clockid_t clock = which == CLOCK_MONOTONIC ? __WASI_CLOCKID_MONOTONIC : __WASI_CLOCKID_REALTIME;
        if (__wasi_clock_time_get(clock, 1, &nanoseconds) != 0) return -1;
    }
    now->tv_sec = nanoseconds / 1000000000;
    now->tv_nsec = nanoseconds % 1000000000;
    return 0;
}

static int host_time_of_day(struct timeval *now, void *zone) {
    (void)zone;
    struct timespec time = {0};
    int status = host_clock(CLOCK_REALTIME, &time);
    now->tv_sec = time.tv_sec;
    now->tv_usec = time.tv_nsec / 1000;
    return status;
}

/* Only the offset is asked for, and there is none. */
static struct tm *utc(const time_t *when, struct tm *parts) {
    (void)when;
    memset(parts, 0, sizeof *parts);
    return parts;
}

/* Memory. A refusal is noted, because the program may catch the error and call it by another name. */

static void *noted(void *memory) {
    if (memory == NULL) {
        ran_out = true;
        free(error_reserve);
        error_reserve = NULL;
    }
    return memory;
}

static void *allocate_zeroed(void *opaque, size_t count, size_t size) {
    (void)opaque;
    return noted(calloc(count, size));
}

static void *allocate(void *opaque, size_t size) {
    (void)opaque;
    return noted(malloc(size));
}

static void release(void *opaque, void *memory) {
    (void)opaque;
    free(memory);
}

static void *reallocate(void *opaque, void *memory, size_t size) {
    (void)opaque;
    return noted(realloc(memory, size));
}

static const JSMallocFunctions memory_functions = {
    allocate_zeroed, allocate, release, reallocate, js__malloc_usable_size,
};

void engine_prepare(void) {
    if (context != NULL) return;
    JSRuntime *runtime = JS_NewRuntime2(&memory_functions, NULL);
    if (runtime == NULL) abort();
    JSContext *made = JS_NewContextRaw(runtime);
    if (made == NULL || JS_AddIntrinsicBaseObjects(made) || JS_AddIntrinsicDate(made)
        || JS_AddIntrinsicEval(made) || JS_AddIntrinsicRegExp(made) || JS_AddIntrinsicJSON(made)
        || JS_AddIntrinsicProxy(made) || JS_AddIntrinsicMapSet(made) || JS_AddIntrinsicTypedArrays(made)
        || JS_AddIntrinsicPromise(made) || JS_AddIntrinsicWeakRef(made) || JS_AddIntrinsicAToB(made)) {
        abort();
    }
    JS_SetCanBlock(runtime, false);
    made->error_stack_trace_limit = js_int32(FRAMES_MAX);
    context = made;
}

void engine_settle(void) {
    JSRuntime *runtime = context->rt;
    JS_RunGC(runtime);
    JS_SetGCThreshold(runtime, runtime->malloc_state.malloc_size + FIRST_COLLECTION_BYTES);
}

void engine_enter(void) {
    JSRuntime *runtime = context->rt;
    JS_UpdateStackTop(runtime);
    /* The engine sets no limit on this platform by itself. */
    runtime->stack_limit = runtime->stack_top - STACK_BYTES_MAX;
    if (error_reserve == NULL) error_reserve = malloc(RESERVE_BYTES);
    if (report_reserve == NULL) report_reserve = malloc(RESERVE_BYTES);
}

void engine_start(void) {
    started = true;
    uint64_t seed = 0;
    if (__wasi_random_get((uint8_t *)&seed, sizeof seed) != 0) seed = 0;
    context->random_state = seed != 0 ? seed : 1;
    JS_AddPerformance(context);
}

void engine_run_jobs(void) {
    JSRuntime *runtime = context->rt;
    JSContext *where;
    while (JS_IsJobPending(runtime)) {
        if (JS_ExecutePendingJob(runtime, &where) < 0) JS_FreeValue(context, JS_GetException(context));
    }
}

bool engine_ran_out_of_memory(void) {
    bool answer = ran_out;
    ran_out = false;
    if (answer) {
        free(report_reserve);
        report_reserve = NULL;
    }
    return answer;
}

JSValueConst engine_lexical(void) {
    return context->global_var_obj;
}

static bool is_of_class(JSValueConst value, JSClassID class, bool or_of_none) {
    if (!JS_IsObject(value)) return false;
    JSObject *object = JS_VALUE_GET_OBJ(value);
    if (object->class_id != class) return false;
    JSObject *proto = object->shape->proto;
    return proto == NULL ? or_of_none : proto == JS_VALUE_GET_OBJ(context->class_proto[class]);
}

bool engine_is_plain_object(JSValueConst value) {
    return is_of_class(value, JS_CLASS_OBJECT, true);
}

bool engine_is_plain_array(JSValueConst value) {
    return is_of_class(value, JS_CLASS_ARRAY, false);
}

bool engine_is_plain_typed(JSValueConst value) {
    return 0 <= JS_GetTypedArrayType(value) && is_of_class(value, JS_GetClassID(value), false);
}

const JSValue *engine_items(JSValueConst array, uint32_t *count) {
    JSObject *object = JS_VALUE_GET_OBJ(array);
    JSValueConst length = object->prop[0].u.value;
    if (!object->fast_array || JS_VALUE_GET_TAG(length) != JS_TAG_INT) return NULL;
    if ((uint32_t)JS_VALUE_GET_INT(length) != object->u.array.count) return NULL;
    *count = object->u.array.count;
    /* An empty array has no items to point to. */
    static const JSValue none[1];
    return *count == 0 ? none : object->u.array.u.values;
}

bool engine_typed_count(JSValueConst array, uint32_t *count) {
    JSObject *object = JS_VALUE_GET_OBJ(array);
    if (typed_array_is_oob(object)) return false;
    *count = object->u.array.count;
    return true;
}

JSValue engine_own_data(JSValueConst object, JSAtom name) {
    if (!JS_IsObject(object) || JS_IsProxy(object)) return JS_UNDEFINED;
    JSPropertyDescriptor found;
    int status = JS_GetOwnProperty(context, &found, object, name);
    if (status < 0) JS_FreeValue(context, JS_GetException(context));
    if (status <= 0) return JS_UNDEFINED;
    if (found.flags & JS_PROP_GETSET) {
        JS_FreeValue(context, found.getter);
        JS_FreeValue(context, found.setter);
        return JS_UNDEFINED;
    }
    return found.value;
}

JSValue engine_data(JSValueConst object, JSAtom name) {
    JSValue step = JS_DupValue(context, object);
    JSValue found = JS_UNDEFINED;
    while (JS_IsObject(step) && !JS_IsProxy(step)) {
        found = engine_own_data(step, name);
        if (!JS_IsUndefined(found)) break;
        JSValue above = JS_GetPrototype(context, step);
        JS_FreeValue(context, step);
        step = above;
    }
    JS_FreeValue(context, step);
    return found;
}

bool engine_units(JSValueConst string, Units *units) {
    if (JS_VALUE_GET_TAG(string) == JS_TAG_STRING_ROPE) {
        units->flat = js_linearize_string_rope(context, string);
        if (JS_IsException(units->flat)) return false;
    } else {
        units->flat = JS_DupValue(context, string);
    }
    JSString *p = JS_VALUE_GET_STRING(units->flat);
    units->start = strv(p);
    units->length = p->len;
    units->wide = p->is_wide_char;
    return true;
}

JSValueConst engine_stack(JSValueConst error) {
    if (!JS_IsObject(error)) return JS_UNDEFINED;
    JSObject *object = JS_VALUE_GET_OBJ(error);
    return object->class_id == JS_CLASS_ERROR ? object->u.object_data : JS_UNDEFINED;
}

bool engine_parameters(JSValueConst function, int *count, int *required) {
    JSObject *object = JS_VALUE_GET_OBJ(function);
    if (!js_class_has_bytecode(object->class_id)) return false;
    JSFunctionBytecode *code = object->u.func.function_bytecode;
    *count = code->arg_count;
    *required = code->defined_arg_count;
    return true;
}

JSAtom engine_parameter(JSValueConst function, int index) {
    return JS_VALUE_GET_OBJ(function)->u.func.function_bytecode->vardefs[index].var_name;
}

size_t engine_digits_max(JSValueConst bigint) {
    if (JS_VALUE_GET_TAG(bigint) == JS_TAG_SHORT_BIG_INT) return 20;
    JSBigInt *number = JS_VALUE_GET_PTR(bigint);
    /* The logarithm of 2 is a bit less than 28 / 93. */
    return (size_t)number->len * JS_LIMB_BITS * 28 / 93 + 1;
}

/* Copies the start of a text, cut between characters. */
static void copy_name(char *name, size_t size, const char *text) {
    size_t length = strlen(text);
    if (size <= length) length = size - 1;
    while (0 < length && ((unsigned char)text[length] & 0xc0) == 0x80) length--;
    memcpy(name, text, length);
    name[length] = '\0';
}

static bool copy_value(char *name, size_t size, JSValue text) {
    bool usable = false;
    if (JS_IsString(text)) {
        const char *bytes = JS_ToCString(context, text);
        if (bytes != NULL && bytes[0] != '\0') {
            copy_name(name, size, bytes);
            usable = true;
        }
        JS_FreeCString(context, bytes);
    }
    JS_FreeValue(context, text);
    return usable;
}

/* The name of the constructor that an object's prototype names. */
static bool constructor_name(JSValueConst object, char *name, size_t size) {
    JSValue proto = JS_IsProxy(object) ? JS_UNDEFINED : JS_GetPrototype(context, object);
    JSValue constructor = engine_data(proto, JS_ATOM_constructor);
    bool found = copy_value(name, size, engine_own_data(constructor, JS_ATOM_name));
    JS_FreeValue(context, constructor);
    JS_FreeValue(context, proto);
    return found;
}

void engine_type_name(JSValueConst value, char *name, size_t size) {
    const char *simple = NULL;
    if (JS_IsObject(value)) {
        bool is_odd = false;
        if (JS_IsProxy(value)) simple = "Proxy";
        else if (JS_IsFunction(context, value)) simple = "function";
        else if (constructor_name(value, name, size)) is_odd = strcmp(name, "Object") == 0;
        else is_odd = true;
        if (simple == NULL && !is_odd) return;
    } else if (JS_IsUndefined(value)) {
        simple = "undefined";
    } else if (JS_IsNull(value)) {
        simple = "null";
    } else if (JS_IsBool(value)) {
        simple = "boolean";
    } else if (JS_IsNumber(value)) {
        simple = "number";
    } else if (JS_IsBigInt(value)) {
        simple = "bigint";
    } else if (JS_IsString(value)) {
        simple = "string";
    } else if (JS_IsSymbol(value)) {
        simple = "symbol";
    }
    if (simple != NULL) {
        copy_name(name, size, simple);
        return;
    }
    JSAtom class = JS_GetClassName(context->rt, JS_GetClassID(value));
    JSValue text = class == JS_ATOM_NULL ? JS_UNDEFINED : JS_AtomToString(context, class);
    if (!copy_value(name, size, text)) copy_name(name, size, "object");
    JS_FreeAtom(context, class);
}
