# Marshalled code whose bytes no compiler has made is loaded and run, which crashes interpreters.
# expect: failed/trap
import marshal
import opcode


def template(n):
    return [n, n]


def f(n):
    data = marshal.dumps(template.__code__)
    cache = bytes([opcode.opmap["CACHE"], 0])
    code = template.__code__.co_code
    broken = data.replace(code, code[:2] + cache * (len(code) // 2 - 1))
    template.__code__ = marshal.loads(broken)
    return template(n)
