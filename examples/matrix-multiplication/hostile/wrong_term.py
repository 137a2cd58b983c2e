"""The school's method without its last product."""


def decompose(n, m, p):
    def unit(size, place):
        return [int(at == place) for at in range(size)]

    return [
        [unit(n * m, i * m + j), unit(m * p, j * p + k), unit(p * n, k * n + i)]
        for i in range(n)
        for j in range(m)
        for k in range(p)
    ][:-1]
