def warm():
    return None


def priority(item, bins):
    return [item - room if item <= room else -1000.0 for room in bins]


def main():
    bins = [50.0 + index * 37 % 100 for index in range(100)]
    total = 0
    for call in range(1000):
        scores = priority(20.0 + call * 31 % 80, bins)
        best = 0
        for index in range(1, 100):
            if scores[index] > scores[best]:
                best = index
        total += best
    return total
