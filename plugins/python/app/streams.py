"""Standard output and standard error, as they were when the snapshot was taken."""

import sys

# Kept, because the program may put something else in their place.
STREAMS = (sys.stdout, sys.stderr)


def prepare():
    for stream in STREAMS:
        # By lines, so that little is lost if the sandbox is stopped.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def flush():
    """Hands on what was printed; if a stream refuses, its text is lost and nothing else."""
    for stream in STREAMS:
        try:
            stream.flush()
        except BaseException:
            pass
