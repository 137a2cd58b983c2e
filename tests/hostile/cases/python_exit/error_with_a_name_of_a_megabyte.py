# The name of an error is as long as the memory allows.
# expect: failed/exception
# message: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA…: short
def f(n):
    raise type("A" * 1_000_000, (Exception,), {})("short")
