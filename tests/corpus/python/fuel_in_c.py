# A long computation in C code ends with the fuel, too.
# budget: fuel=50000000
# expect: failed/out-of-fuel
def f():
    return pow(7, 10**7) and 1
