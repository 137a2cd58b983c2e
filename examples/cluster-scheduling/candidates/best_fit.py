"""Best fit: the machine with the least left over, as shares of its processors and of its memory."""


def priority(job, machines):
    return [score(job, machine) for machine in machines]


def score(job, machine):
    cores = (machine[0] - job[0]) / machine[2]
    memory = (machine[1] - job[1]) / machine[3]
    return -(cores + memory)
