// A class cannot be called without `new`, as everywhere in the language.
// message: TypeError
// expect: failed/exception
class f {}
