# A name that is no function is as good as none.
# expect: failed/no-such-function
f = 3
