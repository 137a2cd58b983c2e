// A module is told its name and nothing of where it lies.
// expect: value ["undefined","object"]
export const f = () => [typeof import.meta.dirname, typeof import.meta];
