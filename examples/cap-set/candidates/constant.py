"""All vectors alike: the greedy takes them in lexicographic order and ends with {0, 1}^n, of size 2^n."""


def priority(element, n):
    return 0.0
