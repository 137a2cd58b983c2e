# Turns its clocks back, so that its work seems to have taken no time; speed is measured elsewhere.
# expect: scored
# score: 0
import time

time.time = time.perf_counter = time.monotonic = time.process_time = lambda: 0.0
time.time_ns = time.perf_counter_ns = time.monotonic_ns = lambda: 0


def f(n):
    return -sum(range(100_000)) % 7 - 10
