"""Online bin packing, in the form of FunSearch.

Items arrive one by one. For each, the candidate says how much it would like to use each bin that still has
room for it; the item goes into the bin of the highest priority and stays there. Fewer bins are better.

The candidate never sees the items to come: they exist only in this file's sandbox.
"""

import json
import random

import lazaret

INSTANCES_PER_FAMILY = 5
ITEMS_PER_INSTANCE = 500

# Untouched bins that the candidate sees after the touched ones. FunSearch's skeleton shows as many bins as
# there are items. A priority that looks at one bin alone needs one untouched bin; one that compares
# neighbours, as FunSearch's own heuristic for Weibull items does, tells the first untouched bin (after a
# touched one) from the others (after an untouched one), so it needs two to choose as in the full list.
UNTOUCHED_BINS = 2


def describe():
    return {
        "metrics": {
            "excess": {"goal": "minimize", "unit": "%", "minimum": 0},
            "bins": {"goal": "minimize", "unit": "bins", "minimum": 0},
            "bound": {"goal": "minimize", "unit": "bins", "minimum": 0},
        },
        "splits": ["search", "held-out"],
    }


def cases(split, seed):
    """The instances of the user's data files, or generated ones if there are none."""
    instances = read_instances() or generate_instances(split, seed)
    # One case goes first, alone: a candidate that cannot pack it is not tried on the rest.
    return [
        lazaret.Case(instance, id=name, stage=min(position, 1))
        for position, (name, instance) in enumerate(instances.items())
    ]


def generate_instances(split, seed):
    """Both families by the recipes of the published sets, u500 of the OR-Library and Weibull(45, 3)."""
    instances = {}
    for family, generate in (("uniform", uniform_instance), ("weibull", weibull_instance)):
        for index in range(INSTANCES_PER_FAMILY):
            # A text as seed: hashed the same way on every run, and no two instances share a stream.
            source = random.Random(f"online-bin-packing/{split}/{family}/{index}/{seed}")
            instances[f"{family}-{index}"] = generate(source)
    return instances


def uniform_instance(source):
    items = [source.randint(20, 100) for _ in range(ITEMS_PER_INSTANCE)]
    return {"capacity": 150, "items": items}


def weibull_instance(source):
    sizes = (round(source.weibullvariate(45, 3)) for _ in range(ITEMS_PER_INSTANCE))
    return {"capacity": 100, "items": [min(max(size, 1), 100) for size in sizes]}


def read_instances():
    """Instances from data files of the form {name: {"capacity": ..., "items": [...]}}."""
    instances = {}
    for file in lazaret.dataset_names():
        stem = file.rsplit("/", 1)[-1].removesuffix(".json")
        for name, instance in json.loads(lazaret.dataset(file)).items():
            check_instance(f"{file}: {name}", instance)
            instances[f"{stem}.{name}"] = {"capacity": instance["capacity"], "items": instance["items"]}
    return instances


def check_instance(where, instance):
    """Whole numbers only, so that every remaining capacity is exact."""
    capacity, items = instance["capacity"], instance["items"]
    if type(capacity) is not int or not items:
        raise ValueError(f"{where}: needs a whole capacity and at least one item")
    if not all(type(item) is int and 0 < item <= capacity for item in items):
        raise ValueError(f"{where}: every item must be a whole number from 1 to the capacity {capacity}")


def evaluate(candidate, case):
    capacity, items = case["capacity"], case["items"]
    smallest = min(items)
    used = 0
    bins = [capacity] * UNTOUCHED_BINS
    for item in items:
        fitting = [position for position, remaining in enumerate(bins) if item <= remaining]
        answer = candidate.priority(item, [bins[position] for position in fitting])
        chosen = fitting[first_maximum(answer, len(fitting))]

        if bins[chosen] == capacity:
            used += 1
        bins[chosen] -= item
        if bins[chosen] < smallest:
            # No item fits any more, so no candidate would ever be shown this bin: only scanning gets faster.
            del bins[chosen]
        while bins[-UNTOUCHED_BINS:] != [capacity] * UNTOUCHED_BINS:
            bins.append(capacity)

    bound = -(-sum(items) // capacity)
    return {"excess": excess(used, bound), "bins": used, "bound": bound}


def first_maximum(answer, count):
    """The position of the highest priority; of equal ones the first, as in `numpy.argmax`.

    The answer is plain data of any shape. Whole numbers can be too large for a float, so nothing here
    converts them.
    """
    if type(answer) is not list or len(answer) != count:
        shape = f"a list of {len(answer)}" if type(answer) is list else type(answer).__name__
        raise lazaret.InvalidOutput(f"priority must return a list of {count} numbers, one per bin; got {shape}")
    for position, number in enumerate(answer):
        # `bool` is a kind of `int` in Python and no priority; NaN alone differs from itself.
        if type(number) not in (float, int) or number != number:
            kind = "NaN" if type(number) is float else type(number).__name__
            raise lazaret.InvalidOutput(f"priority {position} of {count} must be a number; got {kind}")
    return answer.index(max(answer))


def excess(bins, bound):
    return 100 * (bins - bound) / bound


def summarize(reports):
    """Means over the instances; the excess is that of the means, as published, and not the mean excess."""
    bins = sum(report["bins"] for report in reports) / len(reports)
    bound = sum(report["bound"] for report in reports) / len(reports)
    return {"excess": excess(bins, bound), "bins": bins, "bound": bound}
