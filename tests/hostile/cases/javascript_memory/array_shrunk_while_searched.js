// Arrays are cut short by the conversion of an argument, after their length was read.
// expect: scored
// score: 0
function f(n) {
    const cut = (array) => ({ valueOf() { array.length = 0; return 0; } });
    const seen = [];
    for (const method of ["includes", "indexOf", "lastIndexOf", "slice", "splice", "copyWithin", "at", "flat"]) {
        const array = Array.from({ length: 1000 }, (_, index) => index);
        try {
            const got = array[method](cut(array), cut(array), cut(array));
            if (Array.isArray(got)) seen.push(...got);
        } catch {
            continue;
        }
    }
    return seen.some((item) => item !== undefined && (typeof item !== "number" || item < 0 || 1000 <= item)) ? n * n : 0;
}
