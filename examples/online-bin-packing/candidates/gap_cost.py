"""Gap cost: put the item where it makes the gaps of all bins cheaper.

Best fit asks how small a gap will be left. But gaps are not alike: an empty gap of 13 % of a bin is too
small for nearly every item and stays wasted, while 30 % will be filled by someone. So each gap has a cost:

    none at all       a bonus, the bin is done
    up to 2 %         still a bonus
    4 to 13 %         rising: hard to fill, and a lot to lose
    17 % and more     moderate: something will fit

An item moves its bin from one gap to another; the bin whose cost falls most, or rises least, gets it. So a
new bin is opened rather than leaving a gap of 13 %, where best fit would squeeze the item in.

The numbers were tuned by hand and by hill climbing on uniform and Weibull items, other than those of this task.
"""

# (gap as a share of the capacity, cost), with straight lines between the points.
COSTS = [
    (0.00, -4.00),
    (0.02, -0.65),
    (0.04, 0.60),
    (0.06, 0.60),
    (0.13, 1.05),
    (0.17, 0.55),
    (0.25, 0.45),
    (0.50, 0.60),
    (1.00, 0.60),
]

known = {}


def cost(gap, capacity):
    """The cost of a gap, worked out once for each size."""
    if (gap, capacity) not in known:
        share = gap / capacity
        for (left, low), (right, high) in zip(COSTS, COSTS[1:]):
            if share <= right:
                known[gap, capacity] = low + (high - low) * (share - left) / (right - left)
                break
    return known[gap, capacity]


def priority(item, bins):
    capacity = bins[-1]  # The last bin is always untouched.
    return [cost(remaining, capacity) - cost(remaining - item, capacity) for remaining in bins]
