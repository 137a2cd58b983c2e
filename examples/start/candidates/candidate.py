"""A first candidate: one step. Change it and run `lazaret eval` again."""


def predict(x):
    """The height of the curve at `x`. Runs in a sandbox: no files, no network, no clock of this world."""
    return 0.4 if x > 0 else -0.4
