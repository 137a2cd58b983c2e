"""What this interpreter carries beside the standard library: nothing.

The plugin that carries something puts a file of its own in the place of this one.
"""

# What a program may import.
THERE = "the standard library"

# What to say of modules that are not here, where it is not the usual.
ADVICE = {
    "numpy": (
        "NumPy is in another interpreter, which a program gets whose text has a statement `import numpy`; or set "
        "`python = \"numpy\"` under `[candidate]` in task.toml"
    ),
}


def prepare(library):
    """What is done before the snapshot."""


def seed():
    """What is done before a program runs."""


def plain(value, arrays):
    """Plain data for a value that is none, or the value as it is. If `arrays` is a list, it takes the arrays with
    their places."""
    return value


def exported(program):
    """What this interpreter answers besides what all do, by name."""
    return {}


def ask(function, text, arrays):
    """Calls the candidate with arrays in the arguments; the value."""
    raise NotImplementedError("there are no arrays")


def number(value):
    """A number of Python's own for one that is none, or the value as it is."""
    return value
