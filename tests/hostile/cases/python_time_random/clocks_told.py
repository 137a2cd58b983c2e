# Tells what every clock says, so that two verdicts differ as soon as one of them shows the time of the machine.
# expect: scored
# score: 0
import datetime
import time
import timeit


def f(n):
    clocks = [time.time_ns, time.monotonic_ns, time.perf_counter_ns, time.process_time_ns]
    print([clock() for clock in clocks])
    print(datetime.datetime.now().isoformat(), time.strftime("%c %Z"), time.tzname, time.timezone)
    print(timeit.timeit("sum(range(1000))", number=10))
    print([clock() for clock in clocks])
    return 0
