# A number among bytes is below zero, and would be the largest one.
# expect: failed/invalid-output
# message: `bytes[0]`: outside the range of u8
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
        "layers": [[[1]]],
        "bytes": [-1],
        "note": None,
        "outcome": {"ok": 7},
    }
