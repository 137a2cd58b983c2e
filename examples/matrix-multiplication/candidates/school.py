"""The school's method: one product for each three of row, column and place between them."""


def decompose(n, m, p):
    return [
        [unit(n * m, i * m + j), unit(m * p, j * p + k), unit(p * n, k * n + i)]
        for i in range(n)
        for j in range(m)
        for k in range(p)
    ]


def unit(size, place):
    return [int(at == place) for at in range(size)]
