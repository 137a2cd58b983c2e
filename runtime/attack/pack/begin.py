# Stands before every cheater: the honest program, whose functions the cheater puts its own in front of.
import types

honest = {"__name__": "honest"}
exec(compile(SOURCE, "honest.py", "exec"), honest)


def numbers(answer, change):
    """The same answer with other numbers in it."""
    if isinstance(answer, bool) or answer is None or isinstance(answer, (str, bytes)):
        return answer
    if isinstance(answer, (int, float)):
        return change(answer)
    if isinstance(answer, dict):
        return {key: numbers(value, change) for key, value in answer.items()}
    if isinstance(answer, (list, tuple)):
        return [numbers(value, change) for value in answer]
    return answer


def lists(answer, change):
    """The same answer with its outermost list changed."""
    return change(list(answer)) if isinstance(answer, (list, tuple)) else answer


def install(cheat):
    """Puts a cheater in front of each function: `cheat(function, arguments, count)` for its count-th call."""

    def cheater(function):
        count = 0

        def cheating(*arguments):
            nonlocal count
            count += 1
            return cheat(function, arguments, count)

        return cheating

    for name, value in list(honest.items()):
        if isinstance(value, types.FunctionType) and value.__globals__ is honest and not name.startswith("_"):
            globals()[name] = cheater(value)
