# The end of the fuel cannot be caught.
# budget: fuel=50000000
# expect: failed/out-of-fuel
def f():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
