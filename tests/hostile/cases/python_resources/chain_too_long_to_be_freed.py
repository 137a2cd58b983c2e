# A chain of pairs fills the memory, and is freed link by link inside of each other when there is no more.
# expect: failed/stack-overflow
# budget: fuel=2000000000
def f(n):
    chain = None
    while True:
        chain = (chain, object())
