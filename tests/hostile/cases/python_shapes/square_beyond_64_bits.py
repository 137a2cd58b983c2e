# A whole number that fits no 64 bits would wrap around to the right one.
# expect: failed/invalid-output
# message: `square`: outside the range of s64
# task: shapes
def f(n):
    return {
        "square": n * n + 2**64,
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
