# Every 64-bit float crosses, also those that JSON has no words for.
# expect: value [NaN,Infinity,-Infinity,-0.0,5e-324,1.7976931348623157e308]
def f():
    return [float("nan"), float("inf"), -float("inf"), -0.0, 5e-324, 1.7976931348623157e308]
