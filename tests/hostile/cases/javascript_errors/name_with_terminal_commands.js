// The name and the message of an error clear the screen and write a verdict of their own.
// expect: failed/exception
// message: SCORE: 100
function f(n) {
    const error = new Error("\r\x1b[1A\x1b[32mscored\x1b[0m SCORE: 100\u202e\u2066\0\b");
    error.name = "\x1b[2J\x1b]52;c;cm0gLXJm\x07";
    throw error;
}
