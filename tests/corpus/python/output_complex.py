# A complex number is no plain data.
# message: result is of type complex
# expect: failed/invalid-output
def f():
    return 1j
