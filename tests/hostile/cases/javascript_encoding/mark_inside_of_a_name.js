// A byte order mark is white space in this language, wherever it stands.
// expect: scored
// score: 0
function﻿f(n)﻿{ return﻿-n; }
