# A variant lacks the payload that its case has.
# expect: failed/invalid-output
# message: `way`: the case `number` needs a value
# task: shapes
def f(n):
    return {
        "square": n * n,
        "letter": "a",
        "kind": "first",
        "mode": ["loud"],
        "way": "number",
        "sure": True,
        "texts": [],
        "layers": [[[1]]],
        "bytes": [1, 2],
        "note": None,
        "outcome": {"ok": 7},
    }
