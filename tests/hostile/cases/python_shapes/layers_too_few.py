# A list of lists has one level too few.
# expect: failed/invalid-output
# message: `layers[0][0]`: expected list
# task: shapes
def f(n):
    return {
        "square": n * n,
        "letter": "a",
        "kind": "first",
        "mode": ["loud"],
        "way": "none",
        "sure": True,
        "texts": [],
        "layers": [[1]],
        "bytes": [1, 2],
        "note": None,
        "outcome": {"ok": 7},
    }
