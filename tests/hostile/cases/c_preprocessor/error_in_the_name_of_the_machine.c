// Says that a complaint of its own is about a file of the machine.
// expect: rejected/source-error
#line 1 "/etc/passwd"
root
