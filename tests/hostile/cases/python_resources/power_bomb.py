# A power of a power: few characters, and more digits than there are atoms.
# expect: failed/out-of-fuel
def f(n):
    return n ** (n ** (n ** (n ** n))) % 10
