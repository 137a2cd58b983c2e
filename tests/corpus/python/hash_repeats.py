# The order of sets is the same in every run.
# expect: value [true,true]
def f():
    return list({"a", "b", "c", "d", "e", "f"}) == list({"a", "b", "c", "d", "e", "f"}), len(str(hash("a"))) > 0
