"""A weighted sum of the digits, around the cycle. As written it is constant, and the greedy ends with a grid."""


def priority(element, nodes, n):
    total = 0
    for place in range(n):
        total = (total * 1 + 0 * element[place]) % nodes
    return total
