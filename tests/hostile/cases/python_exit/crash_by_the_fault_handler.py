# The fault handler has functions that crash an interpreter on purpose.
# expect: failed/trap
import faulthandler


def f(n):
    faulthandler._sigsegv()
