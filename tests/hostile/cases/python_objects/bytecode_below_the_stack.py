# Bytecode made by hand takes more from the stack of its frame than it has put there, and destroys what it finds.
# expect: failed/trap
import opcode


def template(n):
    return n


def f(n):
    resume, pop, give = (opcode.opmap[name] for name in ("RESUME", "POP_TOP", "RETURN_VALUE"))
    wild = bytes([resume, 0] + [pop, 0] * 200 + [give, 0])
    template.__code__ = template.__code__.replace(co_code=wild)
    template(n)
    return n
