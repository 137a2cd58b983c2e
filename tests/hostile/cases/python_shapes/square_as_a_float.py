# A whole number is answered as a float.
# expect: failed/invalid-output
# message: `square`: expected s64, got a float
# task: shapes
def f(n):
    return {
        "square": float(n * n),
        "letter": "a",
        "kind": "first",
        "mode": ["loud"],
        "way": "none",
        "sure": True,
        "texts": [],
        "layers": [[[1]]],
        "bytes": [1, 2],
        "note": None,
        "outcome": {"ok": 7},
    }
