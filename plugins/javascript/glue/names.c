/* Which functions the program has. A module has what it exports; a script what it assigned to `module.exports`
 * or declared at its top level. */

#include "names.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 32

#define NAME_CHARACTERS_MAX 200

/* The exports of the program if it is a module; else undefined. */
static JSValue module_exports = JS_UNDEFINED;

/* For scripts: the object `module`, and what the global object held before the program was loaded. */
static JSValue script_module = JS_UNDEFINED;
static JSValue builtin = JS_UNDEFINED;

static JSValue own_data(JSValueConst object, const char *name) {
    JSAtom atom = JS_NewAtom(context, name);
    JSValue value = engine_own_data(object, atom);
    JS_FreeAtom(context, atom);
    return value;
}

static bool own_names(JSValueConst object, JSPropertyEnum **names, uint32_t *count) {
    if (0 <= JS_GetOwnPropertyNames(context, names, count, object, JS_GPN_STRING_MASK)) return true;
    JS_FreeValue(context, JS_GetException(context));
    return false;
}

void names_prepare(void) {
    JSValue global = JS_GetGlobalObject(context);
    script_module = JS_NewObject(context);
    JSValue exports = JS_NewObject(context);
    int flags = JS_PROP_WRITABLE | JS_PROP_CONFIGURABLE;
    JS_DefinePropertyValueStr(context, global, "module", JS_DupValue(context, script_module), flags);
    JS_DefinePropertyValueStr(context, global, "exports", JS_DupValue(context, exports), flags);
    JS_DefinePropertyValueStr(context, script_module, "exports", exports, JS_PROP_C_W_E);
    builtin = JS_NewObjectProto(context, JS_NULL);
    JSPropertyEnum *names;
    uint32_t count;
    if (own_names(global, &names, &count)) {
        for (uint32_t index = 0; index < count; index++) {
            JSValue value = engine_own_data(global, names[index].atom);
            JS_DefinePropertyValue(context, builtin, names[index].atom, value, JS_PROP_C_W_E);
        }
        JS_FreePropertyEnum(context, names, count);
    }
    JS_FreeValue(context, global);
}

void names_use_module(JSValue exports) {
    module_exports = exports;
}

/* Whether the program has put this into the global object, and not the engine. */
static bool is_own_global(JSAtom name, JSValueConst value) {
    JSValue before = engine_own_data(builtin, name);
    bool same = JS_IsStrictEqual(context, before, value);
    JS_FreeValue(context, before);
    return !same;
}

static bool has_name(JSValueConst function, JSAtom wanted) {
    JSAtom name_atom = JS_NewAtom(context, "name");
    JSValue name = engine_own_data(function, name_atom);
    JS_FreeAtom(context, name_atom);
    bool same = false;
    if (JS_IsString(name)) {
        JSAtom atom = JS_ValueToAtom(context, name);
        same = atom == wanted;
        JS_FreeAtom(context, atom);
    }
    JS_FreeValue(context, name);
    return same;
}

/* Looks into what is exported as a whole: an object of functions, or one function under its own name. */
static JSValue find_in(JSValueConst exported, JSAtom name) {
    if (JS_IsFunction(context, exported) && has_name(exported, name)) return JS_DupValue(context, exported);
    return engine_own_data(exported, name);
}

static JSValue find_in_module(JSAtom name) {
    JSValue found = JS_GetProperty(context, module_exports, name);
    if (!JS_IsUndefined(found)) return found;
    JSValue whole = own_data(module_exports, "default");
    found = find_in(whole, name);
    JS_FreeValue(context, whole);
    return found;
}

static JSValue find_in_script(JSAtom name) {
    JSValue exported = own_data(script_module, "exports");
    JSValue found = find_in(exported, name);
    JS_FreeValue(context, exported);
    if (!JS_IsUndefined(found)) return found;
    found = engine_own_data(engine_lexical(), name);
    if (!JS_IsUndefined(found) && !JS_IsUninitialized(found)) return found;
    JSValue global = JS_GetGlobalObject(context);
    found = engine_own_data(global, name);
    JS_FreeValue(context, global);
    if (is_own_global(name, found)) return found;
    JS_FreeValue(context, found);
    return JS_UNDEFINED;
}

JSValue names_find(interpreter_string_t name) {
    JSAtom atom = JS_NewAtomLen(context, (const char *)name.ptr, name.len);
    if (atom == JS_ATOM_NULL) return JS_EXCEPTION;
    JSValue found = JS_IsUndefined(module_exports) ? find_in_script(atom) : find_in_module(atom);
    JS_FreeAtom(context, atom);
    return found;
}

/* Names on their way to being sorted. */
typedef struct Names {
    char **names;
    size_t count, capacity;
} Names;

static void keep_name(Names *all, char *name) {
    if (all->count == all->capacity) {
        size_t capacity = all->capacity == 0 ? 32 : all->capacity * 2;
        char **names = realloc(all->names, capacity * sizeof *names);
        if (names == NULL) {
            free(name);
            return;
        }
        all->names = names;
        all->capacity = capacity;
    }
    all->names[all->count++] = name;
}

static void collect_name(Names *all, JSAtom atom) {
    JSValue string = JS_AtomToString(context, atom);
    Text text = {0};
    text_add_string(&text, string, SURROGATES_ESCAPED);
    JS_FreeValue(context, string);
    interpreter_string_t cut = text_finish(&text, NAME_CHARACTERS_MAX);
    text = (Text){(char *)cut.ptr, cut.len, cut.len, false};
    text_add_byte(&text, '\0');
    if (text.failed || text.bytes[0] == '_' || text.bytes[0] == '\0') text_free(&text);
    else keep_name(all, text.bytes);
}

static void collect(Names *all, JSValueConst object, bool is_global) {
    JSPropertyEnum *names;
    uint32_t count;
    if (!JS_IsObject(object) || JS_IsProxy(object) || !own_names(object, &names, &count)) return;
    for (uint32_t index = 0; index < count; index++) {
        JSAtom atom = names[index].atom;
        JSValue value = engine_own_data(object, atom);
        bool callable = JS_IsFunction(context, value);
        if (callable && (!is_global || is_own_global(atom, value))) collect_name(all, atom);
        JS_FreeValue(context, value);
    }
    JS_FreePropertyEnum(context, names, count);
}

/* What is exported as a whole: members of an object, or one function. */
static void collect_whole(Names *all, JSValueConst exported) {
    if (!JS_IsFunction(context, exported)) {
        collect(all, exported, false);
        return;
    }
    JSValue name = own_data(exported, "name");
    JSAtom atom = JS_IsString(name) ? JS_ValueToAtom(context, name) : JS_ATOM_NULL;
    if (atom != JS_ATOM_NULL) collect_name(all, atom);
    JS_FreeAtom(context, atom);
    JS_FreeValue(context, name);
}

static int compare(const void *one, const void *other) {
    return strcmp(*(char *const *)one, *(char *const *)other);
}

interpreter_list_string_t names_available(void) {
    Names all = {0};
    if (JS_IsUndefined(module_exports)) {
        JSValue exported = own_data(script_module, "exports");
        collect_whole(&all, exported);
        JS_FreeValue(context, exported);
        collect(&all, engine_lexical(), false);
        JSValue global = JS_GetGlobalObject(context);
        collect(&all, global, true);
        JS_FreeValue(context, global);
    } else {
        collect(&all, module_exports, false);
        JSValue whole = own_data(module_exports, "default");
        if (JS_IsObject(whole)) collect_whole(&all, whole);
        JS_FreeValue(context, whole);
    }
    if (0 < all.count) qsort(all.names, all.count, sizeof *all.names, compare);
    interpreter_list_string_t list = {memory_for(NAMES_MAX, sizeof(interpreter_string_t)), 0};
    for (size_t index = 0; index < all.count; index++) {
        bool again = index != 0 && strcmp(all.names[index - 1], all.names[index]) == 0;
        if (!again && list.len < NAMES_MAX) list.ptr[list.len++] = text_of(all.names[index]);
    }
    for (size_t index = 0; index < all.count; index++) free(all.names[index]);
    free(all.names);
    return list;
}
