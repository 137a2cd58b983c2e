# An option holds an option.
# expect: failed/invalid-output
# message: `note`: expected string
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
        "bytes": [1, 2],
        "note": {"some": {"some": "x"}},
        "outcome": {"ok": 7},
    }
