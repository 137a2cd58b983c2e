"""Monty: an interpreter of a subset of Python in Rust, in a worker process that is used again."""

from importlib.metadata import version

from protocol import LIMIT_BYTES, LIMIT_SECONDS, Peer, ending, serve, timed
from pydantic_monty import Monty, MontyRuntimeError


class Driver(Peer):
    def __init__(self, pool):
        self.pool = pool

    def evaluate(self, text, limits=None):
        with self.pool.checkout(limits=limits) if limits else self.pool.checkout() as session:
            return session.feed_run(f"{text}\nmain()\n")

    def endless(self, text):
        limits = {"max_feed_duration_secs": LIMIT_SECONDS}
        return ending(lambda: self.evaluate(text, limits), MontyRuntimeError)

    def hog(self, text):
        return ending(lambda: self.evaluate(text, {"max_memory": LIMIT_BYTES}), MontyRuntimeError)

    def calls(self, text, count):
        with self.pool.checkout() as session:
            session.feed_run(text)

            def ask():
                for _ in range(count):
                    if session.feed_run("main()") != 2:
                        raise ValueError("a wrong result")

            return timed(ask)


with Monty() as pool:
    serve(f"{version('pydantic-monty')}, a subset of Python, workers used again", Driver(pool))
