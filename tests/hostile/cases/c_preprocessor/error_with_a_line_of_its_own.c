// Claims a line that no file has.
// expect: rejected/source-error
// message: undeclared identifier
#line 2147483647 "source/other.c"
int x = y;
