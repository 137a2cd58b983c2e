"""All vectors of zeros and signs with so many signs; each joins if it is near to none that has joined."""

from itertools import combinations, product


def construct(n):
    signs = weight(n)
    signs = max(1, min(n, int(signs)))
    vectors = []
    for places in combinations(range(n), signs):
        for values in product((1, -1), repeat=signs):
            plus = sum(1 << place for place, value in zip(places, values) if value > 0)
            vectors.append((plus, sum(1 << place for place in places) - plus))
    return [[(plus >> i & 1) - (minus >> i & 1) for i in range(n)] for plus, minus in chosen(vectors, signs)]


def weight(n):
    return 2 + 0 * n


def chosen(vectors, signs):
    """With equal lengths, near means that the product of two is more than half of a square."""
    members = []
    for plus, minus in vectors:
        for other_plus, other_minus in members:
            alike = (plus & other_plus).bit_count() + (minus & other_minus).bit_count()
            unlike = (plus & other_minus).bit_count() + (minus & other_plus).bit_count()
            if 2 * (alike - unlike) > signs:
                break
        else:
            members.append((plus, minus))
    return members
