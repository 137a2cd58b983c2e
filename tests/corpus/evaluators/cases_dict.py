# A dict gives the cases names.
# expect: scored
# score: 2
def cases(seed, split):
    return {"one": [1, split], "two": [3, split]}

def evaluate(candidate, case):
    number, split = candidate.f(case)
    return number if split == "search" else 0
