# A group carries exits, interrupts and exhausted memory at once, to be taken for whichever suits.
# expect: failed/exception
# message: BaseExceptionGroup: so long (3 sub-exceptions)
def f(n):
    raise BaseExceptionGroup("so long", [SystemExit(0), KeyboardInterrupt(), MemoryError()])
