def describe():
    return {"metrics": {f"metric_{index}": "maximize" for index in range(33)}}


def evaluate(candidate, case):
    return {f"metric_{index}": 1 for index in range(33)}
