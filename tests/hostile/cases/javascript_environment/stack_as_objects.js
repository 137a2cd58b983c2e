// Has the engine hand out its stack as objects, and asks them for the functions and files of whoever called.
// expect: scored
// score: 0
Error.prepareStackTrace = (_, sites) => sites;

function f(n) {
    const sites = new Error().stack;
    if (!Array.isArray(sites)) return 0;
    const ask = (site, name) => {
        try {
            return site[name]?.();
        } catch {
            return undefined;
        }
    };
    const asked = ["getFunction", "getThis", "getFileName", "getEvalOrigin", "getFunctionName"];
    const seen = sites.flatMap((site) => asked.map((name) => ask(site, name))).filter((item) => item !== f);
    return seen.some((item) => /evaluat|lazaret|summarize|\.c$/.test(String(item))) ? n * n : 0;
}
