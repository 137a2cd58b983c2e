"""Best fit: the bin that keeps the least room. FunSearch starts from this one."""


def priority(item, bins):
    return [item - remaining for remaining in bins]
