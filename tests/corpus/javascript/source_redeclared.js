// Declaring a name twice is found before anything runs.
// message: SyntaxError
// expect: rejected/source-error
for (;;);
let f = 1;
let f = 2;
