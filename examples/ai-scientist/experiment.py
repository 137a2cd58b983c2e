"""Best fit with settings. As they stand here it is best fit; an idea of `ideas.json` is other values for some of them."""

# How much better a bin is that the item fills without any gap.
EXACT = 0.0
# How much worse a bin is in which the item leaves a gap between LOW and HIGH, as shares of the capacity.
AVOIDED = 0.0
LOW = 0.0
HIGH = 1.0
# How much better an untouched bin is.
NEW = 0.0


def priority(item, bins):
    capacity = bins[-1]  # The last bin is always untouched.
    return [worth((room - item) / capacity, room == capacity) for room in bins]


def worth(gap, untouched):
    worth = -gap
    if gap == 0:
        worth += EXACT
    if LOW < gap < HIGH:
        worth -= AVOIDED
    if untouched:
        worth += NEW
    return worth
