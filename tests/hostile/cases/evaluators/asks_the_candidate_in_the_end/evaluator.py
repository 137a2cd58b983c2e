kept = []


def evaluate(candidate, case):
    kept.append(candidate)
    return 0.0


def summarize(reports):
    from wit_world.imports import candidate

    return float(candidate.call("f", "[1]"))
