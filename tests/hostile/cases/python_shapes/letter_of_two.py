# A text of two letters stands where one belongs.
# expect: failed/invalid-output
# message: `letter`: expected a text of one character
# task: shapes
def f(n):
    return {
        "square": n * n,
        "letter": "ab",
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
