// An import at run time is refused as well, and can be caught.
// expect: value ["ReferenceError","ReferenceError","ReferenceError"]
async function refused(name) {
    try {
        await import(name);
    } catch (error) {
        return error.name;
    }
    return "imported";
}

const f = async () => [await refused("lazaret"), await refused("./case.js"), await refused("std")];
