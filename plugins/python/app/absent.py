"""What is said of modules that are not here. The error itself is Python's own, so that programs that try an import
and go on without it find what they are used to; only whoever reads the failure is told more."""

import sys

from app import carried
from app.packages import packages

# Where a task names the packages of a candidate and of an evaluator.
PLACES = ("`packages` under `[candidate]`", "`evaluator_packages`")

# The one that holds for this program.
place = PLACES[0]

# Packages that programs of models ask for, by the names under which they are known.
TITLES = {
    "cupy": "CuPy", "cv2": "OpenCV", "cvxpy": "CVXPY", "jax": "JAX", "matplotlib": "Matplotlib",
    "networkx": "NetworkX", "numba": "Numba", "ortools": "OR-Tools", "pandas": "pandas", "PIL": "Pillow",
    "polars": "Polars", "requests": "Requests", "scipy": "SciPy", "sklearn": "scikit-learn", "sympy": "SymPy",
    "tensorflow": "TensorFlow", "torch": "PyTorch", "tqdm": "tqdm",
}


def advice(error):
    """What to add to the message of an error, as a text that begins with a colon; empty if there is nothing to say."""
    if type(error) is not ModuleNotFoundError or type(error.name) is not str:
        return ""
    name = error.name.partition(".")[0]
    if name in carried.ADVICE:
        return f": {carried.ADVICE[name]}"
    if name in sys.stdlib_module_names:
        # Modules in C have an underscore, and are known by what is written in Python over them.
        known = name.lstrip("_")
        part = f", a part of `{known}`," if known != name and known in sys.stdlib_module_names else ""
        return (
            f": `{name}`{part} belongs to the standard library but is not in the sandbox, which has no other processes, "
            "network, files or C libraries"
        )
    if error.name != name and name in sys.modules:
        return ""
    title = TITLES.get(name, f"`{name:.60}`")
    there = f"{carried.THERE} and the packages of the task" if packages.names() else carried.THERE
    return (
        f": {title} is not in the sandbox, which has {there} only; put what is needed of it into the program itself, or, "
        f"if it is pure Python, name its wheel in {place} in task.toml"
    )
