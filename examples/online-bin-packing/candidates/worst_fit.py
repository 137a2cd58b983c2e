"""Worst fit: the touched bin that keeps the most room, and a new bin only if no other will do."""


def priority(item, bins):
    untouched = bins[-1]
    return [remaining if remaining < untouched else -1.0 for remaining in bins]
