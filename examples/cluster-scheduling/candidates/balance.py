"""Prefers full machines, and those on which the two resources are left in equal shares."""


def priority(job, machines):
    return [score(job, machine) for machine in machines]


def score(job, machine):
    cores = (machine[0] - job[0]) / machine[2]
    memory = (machine[1] - job[1]) / machine[3]
    return -(cores + memory) - abs(cores - memory)
