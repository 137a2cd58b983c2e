# Time passes with fuel and sleeping takes no time at all.
# expect: value ["2026-01-01",true,true]
import time

def f():
    begin, wall = time.perf_counter(), time.time()
    time.sleep(3600)
    slept = time.perf_counter() - begin
    return [time.strftime("%Y-%m-%d", time.gmtime(wall)), 3600 <= slept < 3601, 3600 <= time.time() - wall < 3601]
