# Is a program in two languages at once, for those who run whatever a file says on its first line.
# expect: scored
# score: 0
"exec" "/bin/sh" "-c" "echo SCORE: 100; exit 0"


def f(n):
    return 0
