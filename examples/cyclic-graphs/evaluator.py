"""Independent sets in powers of a cycle, in the form of FunSearch.

Vectors of n digits below m are joined if they differ, and by at most one step around the cycle of m nodes in
every digit: the n-th strong power of the cycle. A set without joined vectors is a code for a channel that
confuses neighbours; how fast the largest grow with n is the Shannon capacity of the cycle. The candidate gives
every vector a priority. The vectors are taken in the order of their priorities, and each joins the set if it is
joined to none that is already in it.
"""

import itertools

import lazaret

# (nodes, n) and the largest sets known. The first two cannot be larger; 754 is what FunSearch found.
LARGEST_KNOWN = {(5, 2): 5, (7, 3): 33, (9, 3): 81, (11, 4): 754}


def describe():
    return {
        "metrics": {
            "size": {"goal": "maximize", "unit": "vectors", "minimum": 0},
            # No maximum: a candidate may break the record.
            "share": {"goal": "maximize", "unit": "%", "minimum": 0},
        },
        "splits": ["search"],
    }


def cases():
    """Small graphs first; a candidate that fails in one is not tried in a larger one."""
    return [
        lazaret.Case([nodes, n], id=f"c{nodes}-{n}", stage=stage)
        for stage, (nodes, n) in enumerate(LARGEST_KNOWN)
    ]


def evaluate(candidate, case):
    nodes, n = case
    vectors = list(itertools.product(range(nodes), repeat=n))
    priorities = ask(candidate, vectors, nodes, n)
    members = build(vectors, priorities, nodes, n)
    if not is_independent(members, nodes):
        raise AssertionError(f"the set built in C{nodes}^{n} is not independent")
    return {"size": len(members), "share": 100 * len(members) / LARGEST_KNOWN[nodes, n]}


def ask(candidate, vectors, nodes, n):
    """The priorities of all vectors: in one call if the candidate can, else in one call for each."""
    try:
        answer = candidate.priorities([list(vector) for vector in vectors], nodes, n)
    except lazaret.CandidateError as error:
        if error.code != "no-such-function":
            raise
        answer = [candidate.priority(list(vector), nodes, n) for vector in vectors]
    if type(answer) is not list or len(answer) != len(vectors):
        raise lazaret.InvalidOutput(f"priorities must return a list of {len(vectors)} numbers, one per vector")
    for vector, number in zip(vectors, answer):
        # `bool` is a kind of `int` in Python and no priority; NaN alone differs from itself.
        if type(number) not in (float, int) or number != number:
            kind = "NaN" if type(number) is float else type(number).__name__
            raise lazaret.InvalidOutput(f"the priority of {list(vector)} must be a number; got {kind}")
    return answer


def build(vectors, priorities, nodes, n):
    """The vectors of the set. Equal priorities keep their order; minus infinity means never."""
    powers = [nodes**place for place in reversed(range(n))]
    near = [((digit - 1) % nodes, digit, (digit + 1) % nodes) for digit in range(nodes)]
    blocked = bytearray(nodes**n)
    members = []
    for index in sorted(range(nodes**n), key=priorities.__getitem__, reverse=True):
        if blocked[index] or priorities[index] == float("-inf"):
            continue
        indices = [0]
        for digit, power in zip(vectors[index], powers):
            indices = [at + other * power for at in indices for other in near[digit]]
        for at in indices:
            blocked[at] = 1
        members.append(vectors[index])
    return members


def is_independent(members, nodes):
    """Whether no two members are joined, found apart from `build`: by distances, not by neighbourhoods.

    Two vectors that are joined are near in their first two digits, so only such pairs are looked at.
    """
    boxes = {}
    for member in members:
        boxes.setdefault(member[:2], []).append(member)
    for (first, second), inside in boxes.items():
        for step in itertools.product((-1, 0, 1), repeat=2):
            others = boxes.get(((first + step[0]) % nodes, (second + step[1]) % nodes), [])
            for one, other in itertools.product(inside, others):
                if one != other and all((a - b) % nodes in (0, 1, nodes - 1) for a, b in zip(one, other)):
                    return False
    return len(set(members)) == len(members)


def summarize(reports):
    """The size in the largest graph ranks, as in FunSearch; the mean share tells equal ones apart."""
    return {
        "size": reports[-1]["size"],
        "share": sum(report["share"] for report in reports) / len(reports),
    }
