# Products of matrices have the bits of sums that begin with zero and go in order, whatever the shapes, strides and types.
# expect: value [762,0]
import numpy as np

TYPES = [np.float64, np.float32, np.complex128, np.complex64, np.int64, np.int32, np.int16, np.uint8, np.float16, np.bool_]
SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 9, 13]


def in_order(a, b):
    """One column of the first and one row of the second after the other: each element adds the same numbers in order."""
    if a.dtype == np.float16:
        return in_order(a.astype(np.float32), b.astype(np.float32)).astype(np.float16)
    total = np.zeros((a.shape[0], b.shape[1]), a.dtype)
    for n in range(a.shape[1]):
        x, y = a[:, n, None], b[None, n, :]
        if a.dtype.kind == "c":
            product = np.empty(total.shape, a.dtype)
            product.real = x.real * y.real - x.imag * y.imag
            product.imag = x.real * y.imag + x.imag * y.real
        else:
            product = x * y
        total = total + product
    return total


def matrix(g, rows, columns, dtype):
    """Numbers of all magnitudes, in one of many arrangements in memory."""
    def numbers(shape):
        kind = np.dtype(dtype).kind
        if kind in "fc":
            # One row and column of these makes NaN of all; so few, and infinities and zeros of both signs.
            x = g.standard_normal(shape) * 10.0 ** g.integers(-3, 4, shape)
            x = np.where(g.random(shape) < 0.1, g.choice([0.0, -0.0], shape), x)
            return np.where(g.random(shape) < 0.01, g.choice([np.nan, np.inf, -np.inf], shape), x)
        return g.integers(0, 2 if kind == "b" else 200, shape)
    way = g.integers(6)
    big = (rows * 2, columns * 3)
    shape = {1: (columns, rows), 2: big, 3: big}.get(way, (rows, columns))
    x = numbers(shape).astype(dtype)
    if x.dtype.kind == "c":
        x.imag = numbers(shape)
    return [x, x.T, x[::2, ::3], x[::-2, ::-3], np.asfortranarray(x), x[:1].repeat(rows, 0) if rows else x][way]


def same(found, expected):
    number = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}[np.dtype(found.real.dtype).itemsize]
    parts = [(found.real, expected.real), (found.imag, expected.imag)] if found.dtype.kind == "c" else [(found, expected)]
    return found.shape == expected.shape and found.dtype == expected.dtype and all(
        (np.ascontiguousarray(x).view(number) == np.ascontiguousarray(y).view(number)).all() for x, y in parts)


def f():
    g = np.random.default_rng(7)
    asked, wrong = 0, 0
    def check(found, expected):
        nonlocal asked, wrong
        asked, wrong = asked + 1, wrong + (not same(found, expected))
    for dtype in TYPES:
        for _ in range(16):
            m, n, p = (int(size) for size in g.choice(SIZES, 3))
            a, b = matrix(g, m, n, dtype), matrix(g, n, p, dtype)
            if dtype == np.bool_:
                expected = in_order(a.astype(int), b.astype(int)) > 0
            else:
                expected = in_order(a, b)
            check(a @ b, expected)
            out = matrix(g, m, p, dtype).copy(order=g.choice(["C", "F"]))
            check(np.matmul(a, b, out=out), expected)
            if dtype != np.float16:
                check(np.dot(a, b), expected)
            check((b.T @ a.T).T if dtype != np.float16 else expected, expected)
        # An operand that is the result as well, or overlaps it.
        for size in (3, 6, 9):
            a, b = matrix(g, size, size, dtype).copy(), matrix(g, size, size, dtype)
            expected = (in_order(a.astype(int), b.astype(int)) > 0) if dtype == np.bool_ else in_order(a, b)
            check(np.matmul(a, b, out=a), expected)
            around = np.zeros((size + 1, size), dtype)
            around[:size] = b
            check(np.matmul(a, around[:size], out=around[1:]), np.matmul(a, b))
            check(np.matmul(a.reshape(1, size, size), b)[0], np.matmul(a, b))
            if dtype not in (np.float16, np.bool_):
                check(np.dot(a, b[:, 0]), np.matmul(a, b)[:, 0])
                check(np.dot(a[0], b), np.matmul(a, b)[0])
    return [asked, wrong]
