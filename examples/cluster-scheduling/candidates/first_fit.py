"""The first machine with room."""


def priority(job, machines):
    return [0.0] * len(machines)
