# The top level says that it has run out of memory, of which it was refused none.
# expect: failed/exception
# message: MemoryError: try again with more
raise MemoryError("try again with more")
