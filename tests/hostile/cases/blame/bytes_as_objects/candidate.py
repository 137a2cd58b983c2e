# The answer is packed so that unpacking it runs a program of the machine; the evaluator has no programs.
# expect: fault/evaluator-exception
# message: AttributeError
import base64


def f(n):
    return base64.b64encode(b"cposix\nsystem\n(S'id'\ntR.").decode()
