# Tells everything in which the name of its case or its split could be.
# expect: scored
# score: 0
import os
import sys
import threading


def f(question):
    frame, seen = sys._getframe(1), []
    while frame is not None:
        seen.append(f"{frame.f_code.co_filename} {sorted(map(str, frame.f_locals.values()))}")
        frame = frame.f_back
    seen += [sys.argv, dict(os.environ), sorted(sys.modules), threading.current_thread().name, __file__, __name__, sys.orig_argv]
    return str(seen).replace("re-search", "").replace("research", "")[:30_000]
