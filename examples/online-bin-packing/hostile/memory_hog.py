"""Hoards memory without end. The memory budget ends it long before the host notices."""

hoard = []


def priority(item, bins):
    while True:
        hoard.append(bytearray(8 * 1024 * 1024))
