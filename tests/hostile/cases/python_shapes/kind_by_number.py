# A case of an enumeration is named by its number.
# expect: failed/invalid-output
# message: `kind`: expected enum
# task: shapes
def f(n):
    return {
        "square": n * n,
        "letter": "a",
        "kind": 0,
        "mode": ["loud"],
        "way": "none",
        "sure": True,
        "texts": [],
        "layers": [[[1]]],
        "bytes": [1, 2],
        "note": None,
        "outcome": {"ok": 7},
    }
