# The message says where in the result it is wrong.
# message: result['rows'][1][1] is of type set
# expect: failed/invalid-output
def f():
    return {"rows": [1, [2, {3}]]}
