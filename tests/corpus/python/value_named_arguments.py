# An object as arguments names them.
# call: f {"scale": 3, "left": 1}
# expect: value -27
def f(left, right=10, *, scale):
    return (left - right) * scale
