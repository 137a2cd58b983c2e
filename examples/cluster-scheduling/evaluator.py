"""Scheduling jobs on the machines of a data centre, after what AlphaEvolve improved in one.

Jobs arrive one by one, each with a need for processors and for memory, and stay for a while. For each, the
candidate says how much it would like to use each machine that has room; the job goes to the machine of the
highest priority, and if none has room it is turned away. There are more jobs than fit. So whatever is free on the
machines is of no use to anybody: it is stranded, mostly because the other resource of its machine is used up.

The candidate never sees the jobs to come: they exist only in this file's sandbox. All needs are whole numbers.
"""

import heapq
import random

import lazaret

TRACES = 8
MACHINES = 8
JOBS = 500
# Jobs before the fleet is full, which are not counted.
WARM_UP = 120

# (processors in cores, memory in GiB) of the kinds of machines, and the shapes of jobs with their weights.
KINDS = ((64, 256), (96, 256), (48, 384))
SHAPES = (
    (6, (1, 4), (2, 8)),
    (3, (8, 24), (4, 24)),
    (3, (2, 6), (32, 96)),
    (1, (16, 32), (64, 128)),
)


def describe():
    return {
        "metrics": {
            "stranded": {"goal": "minimize", "unit": "%", "minimum": 0, "maximum": 100},
            "turned_away": {"goal": "minimize", "unit": "jobs", "minimum": 0},
        },
        "splits": ["search", "held-out"],
    }


def cases(split, seed):
    # One case goes first, alone: a candidate that cannot schedule it is not tried on the rest.
    return [
        lazaret.Case(trace(f"cluster-scheduling/{split}/{index}/{seed}"), id=f"trace-{index}", stage=min(index, 1))
        for index in range(TRACES)
    ]


def trace(text):
    """Machines and jobs. A text as seed: hashed the same way on every run."""
    source = random.Random(text)
    machines = [list(source.choice(KINDS)) for _ in range(MACHINES)]
    jobs = []
    for _ in range(JOBS):
        _, cores, memory = source.choices(SHAPES, [weight for weight, _, _ in SHAPES])[0]
        # Short jobs and long ones, counted in arrivals.
        stay = source.choice([source.randint(20, 60), source.randint(60, 200)])
        jobs.append([source.randint(*cores), source.randint(*memory), stay])
    return {"machines": machines, "jobs": jobs}


def evaluate(candidate, case):
    machines = case["machines"]
    free = [list(machine) for machine in machines]
    ends = []
    turned_away = 0
    stranded = []
    for now, (cores, memory, stay) in enumerate(case["jobs"]):
        while ends and ends[0][0] <= now:
            _, place, back_cores, back_memory = heapq.heappop(ends)
            free[place][0] += back_cores
            free[place][1] += back_memory
        fitting = [at for at, (have, room) in enumerate(free) if cores <= have and memory <= room]
        if fitting:
            shown = [[*free[at], *machines[at]] for at in fitting]
            place = fitting[first_maximum(candidate.priority([cores, memory], shown), len(fitting))]
            free[place][0] -= cores
            free[place][1] -= memory
            heapq.heappush(ends, (now + stay, place, cores, memory))
        elif now >= WARM_UP:
            turned_away += 1
        if now >= WARM_UP:
            stranded.append(share_free(free, machines))
    return {"stranded": 100 * sum(stranded) / len(stranded), "turned_away": turned_away}


def share_free(free, machines):
    """The mean of the shares of processors and of memory that are free in the whole fleet."""
    shares = [sum(it[kind] for it in free) / sum(it[kind] for it in machines) for kind in (0, 1)]
    return sum(shares) / 2


def first_maximum(answer, count):
    """The position of the highest priority; of equal ones the first."""
    if type(answer) is not list or len(answer) != count:
        shape = f"a list of {len(answer)}" if type(answer) is list else type(answer).__name__
        raise lazaret.InvalidOutput(f"priority must return a list of {count} numbers, one per machine; got {shape}")
    for position, number in enumerate(answer):
        # `bool` is a kind of `int` in Python and no priority; NaN alone differs from itself.
        if type(number) not in (float, int) or number != number:
            kind = "NaN" if type(number) is float else type(number).__name__
            raise lazaret.InvalidOutput(f"priority {position} of {count} must be a number; got {kind}")
    return answer.index(max(answer))
