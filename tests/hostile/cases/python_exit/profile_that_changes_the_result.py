# A profile function changes the result between the moment when it is found plain and the moment when it is written.
# expect: failed/exception
# message: TypeError
import sys

result = [0]


class Score(float):
    def __repr__(self):
        return "true"


def profile(frame, event, argument):
    if event == "return" and frame.f_code.co_name == "is_plain":
        result[0] = object()


def f(n):
    sys.setprofile(profile)
    return result
