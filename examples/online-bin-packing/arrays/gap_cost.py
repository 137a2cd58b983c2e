"""Gap cost on arrays: the costs of `../candidates/gap_cost.py`, of all bins at once."""

import numpy as np

GAPS = np.array([0.00, 0.02, 0.04, 0.06, 0.13, 0.17, 0.25, 0.50, 1.00])
COSTS = np.array([-4.00, -0.65, 0.60, 0.60, 1.05, 0.55, 0.45, 0.60, 0.60])


def cost(gaps, capacity):
    share = gaps / capacity
    right = np.searchsorted(GAPS[1:], share) + 1
    left = right - 1
    return COSTS[left] + (COSTS[right] - COSTS[left]) * (share - GAPS[left]) / (GAPS[right] - GAPS[left])


def priority(item, bins):
    capacity = bins[-1]  # The last bin is always untouched.
    return cost(bins, capacity) - cost(bins - item, capacity)
