import os


def evaluate(candidate, case):
    os.abort()
