# A number among bytes is larger than a byte.
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
        "bytes": [256],
        "note": None,
        "outcome": {"ok": 7},
    }
