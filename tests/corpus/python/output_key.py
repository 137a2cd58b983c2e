# Keys of dicts are texts.
# message: result has a key of type int; keys must be str
# expect: failed/invalid-output
def f():
    return {1: 2}
