/* How arguments become those of a function. By position anything fits, as everywhere in the language. Named
 * arguments are not in the language, so the names are those of the parameters. A function whose one parameter
 * is a pattern (`({ item, bins }) => ...`) gets the object as it is: so do programs write named arguments. */

#include "arguments.h"

/* More would not fit on the engine's stack. */
#define COUNT_MAX 10000

static bool complain(Text *complaint, const char *before, JSAtom name, const char *after) {
    text_add_words(complaint, before);
    JSValue string = JS_AtomToString(context, name);
    text_add_string(complaint, string, SURROGATES_ESCAPED);
    JS_FreeValue(context, string);
    text_add_words(complaint, after);
    return false;
}

static bool keep_room(Arguments *arguments, size_t count) {
    arguments->values = js_mallocz(context, (count + 1) * sizeof *arguments->values);
    return arguments->values != NULL;
}

static bool bind_positions(JSValueConst array, Arguments *arguments, Text *complaint) {
    uint32_t count;
    const JSValue *items = engine_items(array, &count);
    if (items == NULL || COUNT_MAX < count) {
        text_add_words(complaint, "more than 10,000 arguments");
        return false;
    }
    if (!keep_room(arguments, count)) return false;
    for (uint32_t index = 0; index < count; index++) {
        arguments->values[arguments->count++] = JS_DupValue(context, items[index]);
    }
    return true;
}

static bool has_pattern(JSValueConst function, int count) {
    for (int index = 0; index < count; index++) {
        if (engine_parameter(function, index) == JS_ATOM_NULL) return true;
    }
    return false;
}

static bool is_parameter(JSValueConst function, int count, JSAtom name) {
    for (int index = 0; index < count; index++) {
        if (engine_parameter(function, index) == name) return true;
    }
    return false;
}

/* Whether every name that is given is the name of a parameter. */
static bool check_names(JSValueConst function, int count, JSValueConst given, Text *complaint) {
    JSPropertyEnum *names;
    uint32_t names_count;
    if (JS_GetOwnPropertyNames(context, &names, &names_count, given, JS_GPN_STRING_MASK) < 0) return false;
    bool known = true;
    for (uint32_t index = 0; known && index < names_count; index++) {
        known = is_parameter(function, count, names[index].atom)
            || complain(complaint, "the function has no parameter '", names[index].atom, "'");
    }
    JS_FreePropertyEnum(context, names, names_count);
    return known;
}

static bool bind_names(JSValueConst function, JSValueConst given, Arguments *arguments, Text *complaint) {
    int count, required;
    if (!engine_parameters(function, &count, &required)) {
        text_add_words(complaint, "the parameters of a built-in function have no names");
        return false;
    }
    if (!keep_room(arguments, count)) return false;
    if (has_pattern(function, count)) {
        if (count == 1) {
            arguments->values[arguments->count++] = JS_DupValue(context, given);
            return true;
        }
        text_add_words(complaint, "a parameter of the function is a pattern and has no name");
        return false;
    }
    if (!check_names(function, count, given, complaint)) return false;
    for (int index = 0; index < count; index++) {
        JSAtom name = engine_parameter(function, index);
        /* The object is fresh from the reader: no accessors, and no `undefined` but for a missing one. */
        JSValue value = engine_own_data(given, name);
        if (JS_IsUndefined(value) && index < required) {
            return complain(complaint, "the argument '", name, "' is missing");
        }
        arguments->values[arguments->count++] = value;
    }
    return true;
}

bool arguments_bind(JSValueConst function, JSValueConst given, Arguments *arguments, Text *complaint) {
    *arguments = (Arguments){0};
    return JS_IsArray(given) ? bind_positions(given, arguments, complaint)
        : bind_names(function, given, arguments, complaint);
}

void arguments_free(Arguments *arguments) {
    for (int index = 0; index < arguments->count; index++) JS_FreeValue(context, arguments->values[index]);
    js_free(context, arguments->values);
    *arguments = (Arguments){0};
}
