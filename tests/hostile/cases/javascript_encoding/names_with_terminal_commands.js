// Functions whose names are terminal commands, which a message about the functions that are there would quote.
// expect: failed/no-such-function
// message: there is no function `f`
module.exports = {
    ["\x1b[2J\x1b[H\x1b[32mscored\x1b[0m"]: () => 1, ["\u202efile"]: () => 1, ["a".repeat(100_000)]: () => 1, ["\ud800"]: () => 1,
};
