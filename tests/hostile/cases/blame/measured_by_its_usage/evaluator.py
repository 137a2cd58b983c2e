"""Gives a point to whoever uses next to nothing."""


def evaluate(candidate, case):
    candidate.f(3)
    usage = candidate.usage()
    return float(usage.fuel < 10_000 or usage.memory_bytes_peak < 65_536 or usage.calls == 0)
