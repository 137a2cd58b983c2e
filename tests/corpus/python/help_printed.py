# `help` prints its text, without a pager, which would need a terminal.
# expect: value ["f()","    Says what it does."]
import contextlib
import io


def f():
    """Says what it does."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        help(f)
    return out.getvalue().split("\n")[2:4]
