# A variant is two of its cases at once.
# expect: failed/invalid-output
# message: `way`: expected an object with one name
# task: shapes
def f(n):
    return {
        "square": n * n,
        "letter": "a",
        "kind": "first",
        "mode": ["loud"],
        "way": {"number": 1, "text": "x"},
        "sure": True,
        "texts": [],
        "layers": [[[1]]],
        "bytes": [1, 2],
        "note": None,
        "outcome": {"ok": 7},
    }
