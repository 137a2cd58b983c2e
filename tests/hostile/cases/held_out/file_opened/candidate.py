# Opens the task's data by every path under which it could be.
# expect: scored
# score: 0
import json

PATHS = ["answers.json", "data/answers.json", "./data/answers.json", "../data/answers.json", "/data/answers.json", "/task/data/answers.json"]


def f(question):
    for path in PATHS:
        try:
            with open(path) as file:
                return json.load(file)[question]
        except OSError:
            pass
    return 0
