"""The best of three classics: roots of D_n, roots of E_8 doubled, or vectors with four signs taken greedily."""

from itertools import combinations, product


def construct(n):
    return max((roots(n), doubled(n), greedy(n, 4)), key=len)


def roots(n):
    vectors = []
    for first, second in combinations(range(n), 2):
        for one, other in product((1, -1), repeat=2):
            vector = [0] * n
            vector[first], vector[second] = one, other
            vectors.append(vector)
    return vectors


def doubled(n):
    """Twice the roots of D_8, and all vectors of eight signs with an even number of minuses."""
    if n != 8:
        return []
    even = [list(signs) for signs in product((1, -1), repeat=8) if signs.count(-1) % 2 == 0]
    return [[2 * number for number in vector] for vector in roots(8)] + even


def greedy(n, weight):
    members = []
    for places in combinations(range(n), weight):
        for values in product((1, -1), repeat=weight):
            plus = sum(1 << place for place, value in zip(places, values) if value > 0)
            minus = sum(1 << place for place in places) - plus
            if fits(plus, minus, members, weight):
                members.append((plus, minus))
    return [[(plus >> i & 1) - (minus >> i & 1) for i in range(n)] for plus, minus in members]


def fits(plus, minus, members, weight):
    for other_plus, other_minus in members:
        alike = (plus & other_plus).bit_count() + (minus & other_minus).bit_count()
        unlike = (plus & other_minus).bit_count() + (minus & other_plus).bit_count()
        if 2 * (alike - unlike) > weight:
            return False
    return True
