# A text of a class of its own hides among honest ones, where a check of the outermost value would miss it.
# expect: failed/invalid-output
# message: result['rows'][999]['name'] is of type Text
class Text(str):
    def encode(self, *_):
        return b"forged"

    def __str__(self):
        return "forged"


def f(n):
    rows = [{"name": "honest"} for _ in range(1_000)]
    rows[999] = {"name": Text("honest")}
    return {"rows": rows}
