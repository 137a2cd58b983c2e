"""Points along a curve that winds around the unit square; for the triangle, the half above the diagonal is folded down."""


def construct(region, n):
    points = [place(index, n) for index in range(n)]
    if region == "convex":
        return points
    # A little less than the whole triangle: its slanted sides are not exact in floats.
    return [[(1 - 1e-9) * (u + v / 2), (1 - 1e-9) * (v * 0.8660254037844386)] for u, v in map(folded, points)]


def place(index, n):
    u = 0.5 + index * 0.618
    v = 0.5 + index * index * 0.17
    return [u % 1, v % 1]


def folded(point):
    u, v = point
    return [1 - u, 1 - v] if u + v > 1 else [u, v]
