# A pickle of a few bytes that says how much memory it will need.
# expect: failed/exception
# message: OverflowError
import pickle


def f(n):
    return len(pickle.loads(b"\x80\x04\x8e\xff\xff\xff\x7f\x00\x00\x00\x00."))
