# A truth value stands where a whole number belongs.
# expect: failed/invalid-output
# message: `square`: expected s64, got a bool
# task: shapes
def f(n):
    return {
        "square": True,
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
