"""Cap sets, in the form of FunSearch.

A cap set is a set of vectors over {0, 1, 2} in which no three different ones sum to zero modulo 3, that is,
no three lie on a line. The candidate gives every vector a priority. The vectors are taken in the order of
their priorities, and each joins the set if it makes no line with two that are already in it.
"""

import itertools

import lazaret

# The largest cap sets known. Up to 6 dimensions none can be larger; in 7 and 8 nobody knows.
LARGEST_KNOWN = {3: 9, 4: 20, 5: 45, 6: 112, 7: 236, 8: 512}


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
    """One case for each dimension; a candidate that fails in a small one is not tried in a larger one."""
    return [lazaret.Case(n, id=f"n{n}", stage=stage) for stage, n in enumerate(LARGEST_KNOWN)]


def evaluate(candidate, case):
    n = case
    vectors = list(itertools.product((0, 1, 2), repeat=n))
    priorities = ask(candidate, vectors, n)
    cap = build(priorities, n)
    members = [vectors[index] for index in cap]
    if has_line(members):
        raise AssertionError(f"the set built in {n} dimensions is no cap set")
    return {"size": len(cap), "share": 100 * len(cap) / LARGEST_KNOWN[n]}


def ask(candidate, vectors, n):
    """The priorities of all vectors: in one call if the candidate can, else in one call for each."""
    try:
        answer = candidate.priorities([list(vector) for vector in vectors], n)
    except lazaret.CandidateError as error:
        if error.code != "no-such-function":
            raise
        answer = [candidate.priority(list(vector), n) for vector in vectors]
    if type(answer) is not list or len(answer) != len(vectors):
        raise lazaret.InvalidOutput(f"priorities must return a list of {len(vectors)} numbers, one per vector")
    for vector, number in zip(vectors, answer):
        # `bool` is a kind of `int` in Python and no priority; NaN alone differs from itself.
        if type(number) not in (float, int) or number != number:
            kind = "NaN" if type(number) is float else type(number).__name__
            raise lazaret.InvalidOutput(f"the priority of {list(vector)} must be a number; got {kind}")
    return answer


def build(priorities, n):
    """Indices of the vectors in the cap set, in the order in which they joined.

    Vectors are named by their index in lexicographic order, which is their value as a number in base 3.
    Equal priorities keep that order. As in FunSearch, a priority of minus infinity means never.
    """
    third = third_points(4)
    side = 3**4
    blocked = bytearray(3**n)
    cap = []
    for index in sorted(range(3**n), key=priorities.__getitem__, reverse=True):
        if blocked[index] or priorities[index] == float("-inf"):
            continue
        # The point that completes a line with two others is found four digits at a time.
        high_row, low_row = third[index // side], third[index % side]
        for other in cap:
            blocked[high_row[other // side] * side + low_row[other % side]] = 1
        cap.append(index)
    return cap


def third_points(digits):
    """For each two vectors of so many digits, by index, the one that makes their sum zero modulo 3."""
    table = [[0]]
    for _ in range(digits):
        table = [
            [3 * rest + (-first - second) % 3 for rest in row for second in range(3)]
            for row in table
            for first in range(3)
        ]
    return table


# COMPLETE[d] turns each digit e, as a byte, into the digit that makes the sum of the three zero modulo 3.
COMPLETE = [bytes((-digit - other) % 3 for other in range(256)) for digit in range(3)]


def has_line(members):
    """Whether three different members lie on a line.

    Written apart from `build`, so that an error in one shows in the other: it works on digits and not on
    indices, one column of digits at a time, and looks at every member with all others at once.
    """
    columns = [bytes(column) for column in zip(*members)]
    everyone = set(members)
    for member in members:
        completing = zip(*(column.translate(COMPLETE[digit]) for column, digit in zip(columns, member)))
        # With itself a member completes to itself; any other member found here closes a line.
        if everyone.intersection(completing) != {member}:
            return True
    return False


def summarize(reports):
    """The size in the most dimensions, and the mean share of the largest sizes known.

    FunSearch ranks programs by their last test input alone, and so does `size`: a mean over dimensions
    would mostly be the largest anyway, and it is no size of any set. The share tells apart candidates that
    are equal there.
    """
    return {
        "size": reports[-1]["size"],
        "share": sum(report["share"] for report in reports) / len(reports),
    }
