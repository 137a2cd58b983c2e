"""Lines in, lines out: what every driver in Python speaks.

`run TASK COUNT SEED FILE` is answered by `ok SECONDS ... | HOW IT ENDED`, by `not-mine`, or by `no REASON`.
"""

import sys
import time
from pathlib import Path

LIMIT_SECONDS = 1
LIMIT_BYTES = 128 << 20
CALLS = 1_000
EXPECTED = {"trivial": 2, "best_fit": 30289, "squares": 8999995500000500000, "queens": 1840}


class NotMine(Exception):
    """The task is none for this peer."""


def program(name):
    return (Path(sys.argv[1]) / f"{name}.py").read_text()


def timed(work, expected=None):
    begin = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - begin
    if expected is not None and result != expected:
        raise ValueError(f"a wrong result: {result!r}")
    return seconds


def ending(work, errors):
    """The seconds to the error that is expected, and its last line."""
    begin = time.perf_counter()
    try:
        work()
    except errors as error:
        return time.perf_counter() - begin, str(error).strip().splitlines()[-1]
    raise ValueError("the program came to an end")


class Peer:
    """A fresh sandbox for each text: `evaluate(text)` gives what its last line is worth, `main()`."""

    def evaluate(self, text):
        raise NotMine

    def endless(self, text):
        raise NotMine

    def hog(self, text):
        raise NotMine

    def calls(self, text, count):
        """Does something `count` times with a program that is up, and gives the seconds."""
        raise NotMine

    def tiny(self):
        raise NotMine

    def compiled_calls(self, count):
        raise NotMine

    def compile(self, path):
        raise NotMine

    def answer(self, task, count, seed, path):
        if task in EXPECTED:
            text = program(task)
            return [timed(lambda: self.evaluate(text), EXPECTED[task]) for _ in range(count)], ""
        if task in ("endless", "hog"):
            seconds, ended = getattr(self, task)(program(task))
            return [seconds], ended
        if task.startswith("many-"):
            number = int(task.removeprefix("many-"))
            text = program("trivial")

            def all_of_them():
                for index in range(number):
                    if self.evaluate(f"{text}# {seed} {index}\n") != 2:
                        raise ValueError("a wrong result")

            return [timed(all_of_them) / number], ""
        if task == "call-script":
            return [self.calls(program("trivial"), CALLS) / CALLS], ""
        if task == "tiny":
            return [sum(self.tiny() for _ in range(CALLS)) / CALLS], ""
        if task == "call-compiled":
            return [self.compiled_calls(CALLS) / CALLS], ""
        if task.startswith("compile-"):
            return [self.compile(path)], ""
        raise NotMine


def serve(about, peer):
    try:
        # What happens once is not what is timed.
        peer.evaluate(program("trivial"))
    except NotMine:
        pass
    print(f"ready {about}", flush=True)
    for line in sys.stdin:
        _, task, count, seed, *path = line.split()
        try:
            seconds, ended = peer.answer(task, int(count), seed, path[0] if path else None)
            said = f"ok {' '.join(map(str, seconds))} | {ended}"
        except NotMine:
            said = "not-mine"
        except Exception as error:
            said = f"no {type(error).__name__}: {error}"
        print(" ".join(said.split()), flush=True)
