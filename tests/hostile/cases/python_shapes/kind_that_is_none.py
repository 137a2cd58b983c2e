# A case of an enumeration has a name that only looks like one.
# expect: failed/invalid-output
# message: `kind`: unknown name
# task: shapes
def f(n):
    return {
        "square": n * n,
        "letter": "a",
        "kind": "fırst",
        "mode": ["loud"],
        "way": "none",
        "sure": True,
        "texts": [],
        "layers": [[[1]]],
        "bytes": [1, 2],
        "note": None,
        "outcome": {"ok": 7},
    }
