"""Gives a point to whoever takes no time at all, and to whoever turns the clock back."""

import time


def evaluate(candidate, case):
    begin = time.perf_counter_ns()
    candidate.f(3)
    return float(time.perf_counter_ns() <= begin)
