def cases():
    return [1, 2, 3]


def evaluate(candidate, case):
    return -1.7e308


def summarize(reports):
    return sum(report["score"] for report in reports)
