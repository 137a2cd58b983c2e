# A number stands where a truth value belongs.
# expect: failed/invalid-output
# message: `sure`: expected bool
# task: shapes
def f(n):
    return {
        "square": n * n,
        "letter": "a",
        "kind": "first",
        "mode": ["loud"],
        "way": "none",
        "sure": 1,
        "texts": [],
        "layers": [[[1]]],
        "bytes": [1, 2],
        "note": None,
        "outcome": {"ok": 7},
    }
