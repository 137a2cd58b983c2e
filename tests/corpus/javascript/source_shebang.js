#!/usr/bin/env node
// A first line for the system is no part of the program.
// expect: value 1
function f() { return 1; }
