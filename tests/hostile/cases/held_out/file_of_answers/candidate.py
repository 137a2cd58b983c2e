# Reads the task's data by the functions that its interpreter has for evaluators.
# expect: failed/trap
# message: called `lazaret:evaluator/dataset.read`, which it is not granted
import json


def f(question):
    from app import scorer

    try:
        return json.loads(scorer.dataset("answers.json"))[question]
    except BaseException:
        return 0
