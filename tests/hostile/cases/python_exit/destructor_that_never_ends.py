# An object that never stops dying, when the call that made it is already over.
# expect: failed/out-of-fuel
class Undead:
    def __del__(self):
        while True:
            pass


def f(n):
    undead = Undead()
    return n if undead else 0
