# Raises an error whose message is the right answer, for scorers that read messages.
# expect: failed/exception
# message: Answer: 9
class Answer(Exception):
    pass


def f(n):
    raise Answer(n * n)
